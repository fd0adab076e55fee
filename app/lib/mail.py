"""E-mail: a message is built here and handed to one of three transports. Called by jobs only, after the commit.

What is said and to whom belongs to the features; when to try again belongs to the jobs.
"""

import hashlib
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.lib.files import write_durably
from app.lib.text_input import clean_line, clean_text


class MailRefused(ValueError):
    """Trying again would not help: the address is none, or the other side does not know it."""


class MailFailed(OSError):
    """Not sent now; to be tried again later."""


def build_message(
    *,
    message_id: str,
    sender: str,
    to: str,
    subject: str,
    text: str,
    reply_to: str | None = None,
    headers: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> EmailMessage:
    """A plain text message. Addresses are bare or "Name <address>".

    The same `message_id` ("17.outbox@glos.example"; without a host that of the sender is taken) always makes the same
    Message-ID. Refuses with MailRefused an address that cannot be written to.
    """
    from_whom = _address(sender)
    message = EmailMessage(policy=policy.SMTP)
    message["Message-ID"] = _full_id(message_id, from_whom.domain)
    message["Date"] = format_datetime((at or datetime.now(UTC)).astimezone(UTC))
    message["From"] = from_whom
    message["To"] = _address(to)
    if reply_to:
        message["Reply-To"] = _address(reply_to)
    message["Subject"] = clean_line(subject)
    message["Auto-Submitted"] = "auto-generated"
    for name, value in (headers or {}).items():
        message[name] = clean_line(value)
    message.set_content(clean_text(text).rstrip("\n") + "\n", charset="utf-8", cte="quoted-printable")
    return message


def _full_id(message_id: str, own_host: str) -> str:
    local, _, host = message_id.partition("@")
    plain_local, plain_host = (re.sub(r"[^A-Za-z0-9._-]", "-", part) for part in (local, host or own_host))
    return f"<{plain_local}@{plain_host}>"


def _address(written: str) -> Address:
    line = clean_line(written)
    named = re.fullmatch(r"([^<>]*)<([^<>\s]+)>", line)
    name, address = (named.group(1).strip().strip('"'), named.group(2)) if named else ("", line)
    try:
        made = Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:
        raise MailRefused("not an address") from error
    if not made.username or not made.domain:
        raise MailRefused("not an address")
    return made


class Transport(Protocol):
    """A way out for messages. Sending one twice must be harmless."""

    def send(self, message: EmailMessage) -> None:
        """Raises MailRefused or MailFailed."""


def send(message: EmailMessage, transport: Transport) -> None:
    """Hand the message over; it is on its way when this returns."""
    transport.send(message)


@dataclass(frozen=True)
class Smtp:
    """A mail server. With `user` it signs in; `starttls` is refused only where the operator says so."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    starttls: bool = True
    timeout: float = 20.0

    def send(self, message: EmailMessage) -> None:
        try:
            with smtplib.SMTP(self.host, self.port, timeout=self.timeout) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            if all(code >= 500 for code, _ in error.recipients.values()):
                raise MailRefused("the server does not take this address") from error
            raise MailFailed("the server does not take this address now") from error
        except smtplib.SMTPNotSupportedError as error:
            raise MailRefused("the server does not take such a message") from error
        except smtplib.SMTPDataError as error:
            raise (MailRefused if error.smtp_code >= 500 else MailFailed)("the server refused the message") from error
        except (smtplib.SMTPException, OSError) as error:
            # The text of the error may hold the address; only its kind is told.
            raise MailFailed(type(error).__name__) from error


def smtp_from_url(url: str) -> Smtp:
    """`smtp://user:password@host:port` with STARTTLS; `?starttls=off` for a server on the same machine.

    Refuses with ValueError an address that names no host.
    """
    parts = urlsplit(url)
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("SMTP_URL reads smtp://user:password@host:port")
    return Smtp(
        host=parts.hostname,
        port=parts.port or 587,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls="starttls=off" not in parts.query.split("&"),
    )


@dataclass(frozen=True)
class Folder:
    """Messages as files, readable in the application; the same message is written once."""

    folder: Path

    def send(self, message: EmailMessage) -> None:
        digest = hashlib.sha256(str(message["Message-ID"]).encode()).hexdigest()
        try:
            write_durably(self.folder / f"{digest[:32]}.eml", message.as_bytes())
        except OSError as error:
            raise MailFailed(type(error).__name__) from error


@dataclass
class Memory:
    """For tests: keeps the messages in a list."""

    messages: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        self.messages.append(message)


@dataclass(frozen=True)
class StoredMessage:
    """A message of the folder as the administrator reads it."""

    name: str
    at: datetime
    sender: str
    to: str
    subject: str
    text: str


def stored_messages(folder: Path) -> list[StoredMessage]:
    """All messages of the folder, the newest first; files that are no messages are passed over."""
    found = list(_stored(folder)) if folder.is_dir() else []
    return sorted(found, key=lambda message: (message.at, message.name), reverse=True)


def stored_message(folder: Path, name: str) -> StoredMessage | None:
    """The message kept under that name, or None."""
    path = folder / name
    if not re.fullmatch(r"[0-9a-f]{32}\.eml", name) or not path.is_file():
        return None
    return _read(path)


def _stored(folder: Path) -> Iterator[StoredMessage]:
    for path in folder.glob("*.eml"):
        message = _read(path)
        if message is not None:
            yield message


def _read(path: Path) -> StoredMessage | None:
    try:
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        body = message.get_body(("plain",))
        at = parsedate_to_datetime(str(message["Date"]))
        return StoredMessage(
            name=path.name,
            at=at if at.tzinfo else at.replace(tzinfo=UTC),
            sender=str(message["From"]),
            to=str(message["To"]),
            subject=str(message["Subject"]),
            text=body.get_content() if body is not None else "",
        )
    except (OSError, ValueError, TypeError, LookupError, MessageError):
        return None
