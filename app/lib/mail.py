"""Letters: how they are put together, and the ways they leave (SMTP, a folder, a list for tests)."""

import re
import smtplib
import ssl
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.lib import clock
from app.lib.files import write_durably
from app.lib.text_input import clean_line


class Transport(Protocol):
    """A way for a letter to leave."""

    def send(self, message: EmailMessage) -> None: ...


def build_message(
    *, subject: str, text: str, sender: str, to: str, message_id: str, reply_to: str | None = None
) -> EmailMessage:
    """A plain letter in UTF-8. `message_id` comes from the outbox, so that one sent twice is seen as one."""
    message = EmailMessage()
    message["Subject"] = clean_line(subject)
    message["From"] = _address(sender)
    message["To"] = _address(to)
    if reply_to:
        message["Reply-To"] = _address(reply_to)
    message["Date"] = format_datetime(clock.local(clock.now()))
    message["Message-ID"] = f"<{re.sub(r'[^A-Za-z0-9._@-]', '-', message_id)}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    return message


def send(message: EmailMessage, transport: Transport) -> None:
    """Hand the letter over; what goes wrong is raised, so that the outbox tries again."""
    transport.send(message)


@dataclass(frozen=True)
class Smtp:
    """A mail server; `secure` is "starttls", "tls" or "" (only for a server on the same machine)."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    secure: str = "starttls"
    timeout: float = 20

    def send(self, message: EmailMessage) -> None:
        context = ssl.create_default_context()
        if self.secure == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=self.timeout, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout)
        with server:
            if self.secure == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message)


def smtp_from_url(url: str) -> Smtp:
    """smtp://user:password@host:port (STARTTLS), smtps://… (TLS), smtp+plain://… (neither). Raises ValueError."""
    parts = urlsplit(url)
    secure = {"smtp": "starttls", "smtps": "tls", "smtp+plain": ""}.get(parts.scheme)
    if secure is None or not parts.hostname:
        raise ValueError("SMTP_URL looks like smtp://user:password@host:port")
    return Smtp(
        host=parts.hostname,
        port=parts.port or (465 if secure == "tls" else 587 if secure else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        secure=secure,
    )


@dataclass(frozen=True)
class Folder:
    """Letters as files, newest last by name; the same letter again replaces itself."""

    path: Path

    def send(self, message: EmailMessage) -> None:
        number = re.sub(r"\D.*", "", message["Message-ID"].strip("<>")) or "0"
        write_durably(self.path / f"{int(number):09d}.eml", message.as_bytes())


@dataclass
class Kept:
    """Letters in a list, for tests."""

    messages: list[EmailMessage] = field(default_factory=list)

    def send(self, message: EmailMessage) -> None:
        self.messages.append(message)


def _address(text: str) -> Address | str:
    name, address = parseaddr(clean_line(text))
    local, _, domain = address.rpartition("@")
    if not local or not domain:
        return clean_line(text)
    return Address(display_name=name, username=local, domain=domain)
