"""Durable files, and messages over their three transports."""

import os
import socket
import time
from datetime import UTC, datetime

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from app.lib import files, mail


def a_message(**changed):
    fields = {
        "message_id": "17.outbox@glos.example",
        "sender": "Wspólny Głos <glos@glos.example>",
        "to": "Żaneta Łoś <zaneta@gmina.example>",
        "subject": "Zażółć: nowa odpowiedź\r\nBcc: x@y.example",
        "text": "Dzień dobry,\r\nktoś odpowiedział.\n",
    }
    return mail.build_message(**(fields | changed))


def test_file_is_written_whole_or_not_at_all(tmp_path, monkeypatch) -> None:
    path = tmp_path / "deep" / "file.txt"
    files.write_durably(path, b"old")
    assert oct(path.stat().st_mode & 0o777) == "0o600"

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        files.write_durably(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in path.parent.iterdir()] == ["file.txt"], "nothing is left aside"


def test_kept_file_has_a_random_name_and_is_given_back(tmp_path) -> None:
    names = {files.keep(tmp_path, b"x", "pdf") for _ in range(20)}
    assert len(names) == 20
    name = names.pop()
    assert files.read(tmp_path, name) == b"x"
    files.remove(tmp_path, name)
    files.remove(tmp_path, name)
    with pytest.raises(FileNotFoundError):
        files.read(tmp_path, name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../secret",
        "/etc/passwd",
        "a.pdf",
        "0" * 32,
        "0" * 32 + "./pdf",
        "0" * 32 + ".pdf\n",
        "0" * 32 + ".pdf/..",
        "\x00",
    ],
)
def test_other_names_are_refused(tmp_path, name) -> None:
    with pytest.raises(files.FileRefused):
        files.read(tmp_path, name)
    with pytest.raises(files.FileRefused):
        files.remove(tmp_path, name)


def test_ending_cannot_lead_out_of_the_folder(tmp_path) -> None:
    with pytest.raises(files.FileRefused):
        files.keep(tmp_path, b"x", "x/../../y")


def test_orphans_are_old_files_that_no_row_knows(tmp_path) -> None:
    known, orphan = files.keep(tmp_path, b"x", "pdf"), files.keep(tmp_path, b"x", "pdf")
    (tmp_path / "other.txt").write_text("not ours")
    assert list(files.orphans(tmp_path, {known}, time.time() + 5)) == [orphan]
    assert list(files.orphans(tmp_path, {known}, time.time() - 3600)) == []
    assert list(files.orphans(tmp_path / "nowhere", set(), 0)) == []


def test_message_is_built_in_utf_8_and_takes_no_headers_from_texts() -> None:
    message = a_message(headers={"List-Id": "forum\r\nX: y"})
    assert message["Message-ID"] == "<17.outbox@glos.example>"
    assert message["Subject"] == "Zażółć: nowa odpowiedź Bcc: x@y.example"
    assert message["Bcc"] is None
    assert message["To"].addresses[0].display_name == "Żaneta Łoś"
    assert message["X"] is None
    assert message.get_content().splitlines() == ["Dzień dobry,", "ktoś odpowiedział."]
    assert message.as_bytes().isascii()


def test_same_id_makes_the_same_message_id() -> None:
    assert a_message(message_id="5")["Message-ID"] == "<5@glos.example>"
    assert a_message(message_id="5> <x")["Message-ID"] == "<5---x@glos.example>"


@pytest.mark.parametrize(
    "address", ["", "anna", "anna@", "@gmina.pl", "a b@c.pl", "a@b.pl, c@d.pl", "a@b.pl\r\nBcc: c@d.pl"]
)
def test_what_is_no_address_is_refused(address) -> None:
    with pytest.raises(mail.MailRefused):
        a_message(to=address)


def test_folder_keeps_a_message_once_and_gives_it_back(tmp_path) -> None:
    folder = mail.Folder(tmp_path)
    for _ in range(2):
        mail.send(a_message(at=datetime(2026, 3, 3, 12, tzinfo=UTC)), folder)
    mail.send(a_message(message_id="18", subject="Druga", at=datetime(2026, 3, 4, 12, tzinfo=UTC)), folder)
    (tmp_path / "junk.eml").write_bytes(b"\xff\xfe")
    newest, oldest = mail.stored_messages(tmp_path)
    assert (newest.subject, oldest.at) == ("Druga", datetime(2026, 3, 3, 12, tzinfo=UTC))
    assert oldest.text.splitlines() == ["Dzień dobry,", "ktoś odpowiedział."]
    assert mail.stored_message(tmp_path, oldest.name) == oldest
    assert mail.stored_message(tmp_path, "../" + oldest.name) is None
    assert mail.stored_messages(tmp_path / "nowhere") == []


def test_folder_that_cannot_be_written_is_tried_again_later(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(mail.MailFailed):
        mail.send(a_message(), mail.Folder(tmp_path / "file"))


class Inbox:
    def __init__(self, answer="250 OK", to="250 OK"):
        self.got, self.answer, self.to = [], answer, to

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.to.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        return self.answer


class Quiet(Controller):
    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=True)


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def server():
    started = []

    def start(**answers):
        controller = Quiet(Inbox(**answers), hostname="127.0.0.1", port=a_free_port())
        controller.start()
        started.append(controller)
        return controller.handler, mail.Smtp("127.0.0.1", controller.port, starttls=False, timeout=5)

    yield start
    for controller in started:
        controller.stop()


def test_message_goes_over_smtp(server) -> None:
    inbox, transport = server()
    mail.send(a_message(), transport)
    (envelope,) = inbox.got
    assert envelope.rcpt_tos == ["zaneta@gmina.example"]
    assert b"Message-ID: <17.outbox@glos.example>" in envelope.content


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"to": "550 no such user"}, mail.MailRefused),
        ({"to": "450 try later"}, mail.MailFailed),
        ({"answer": "554 spam"}, mail.MailRefused),
        ({"answer": "451 busy"}, mail.MailFailed),
    ],
)
def test_refusal_for_good_and_for_now_are_told_apart(server, answers, error) -> None:
    _, transport = server(**answers)
    with pytest.raises(error):
        mail.send(a_message(), transport)


def test_server_that_is_not_there_or_cannot_encrypt_is_tried_again_later(server) -> None:
    with pytest.raises(mail.MailFailed):
        mail.send(a_message(), mail.Smtp("127.0.0.1", 1, timeout=1))
    _, plain = server()
    with pytest.raises((mail.MailFailed, mail.MailRefused)):
        mail.send(a_message(), mail.Smtp("127.0.0.1", plain.port, starttls=True, timeout=5))


def test_smtp_settings_come_from_one_address() -> None:
    transport = mail.smtp_from_url("smtp://glos%40x.pl:ta%3Ajne@poczta.example:2525")
    assert (transport.host, transport.port, transport.user, transport.password) == (
        "poczta.example",
        2525,
        "glos@x.pl",
        "ta:jne",
    )
    assert transport.starttls
    assert "ta:jne" not in repr(transport)
    assert not mail.smtp_from_url("smtp://localhost?starttls=off").starttls
    with pytest.raises(ValueError):
        mail.smtp_from_url("poczta.example")


def test_memory_keeps_messages() -> None:
    memory = mail.Memory()
    mail.send(a_message(), memory)
    assert len(memory.messages) == 1
