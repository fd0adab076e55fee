"""Letters of the house: rendered from a template when they are sent, by SMTP where it is configured, else into a folder."""

from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale

from app.jobs import enqueue
from app.jobs.worker import one_by_one
from app.lib import mail


def send_later(template: str, to: str, *, dedup_key: str | None = None, **context: Any) -> None:
    """Put a letter into the outbox, inside a unit of work; `context` holds plain values only and no secrets."""
    enqueue("mail", {"template": template, "to": to, "context": context}, dedup_key=dedup_key)


@one_by_one
def send_letters(payloads: list[dict[str, Any]]) -> None:
    """The worker's part for plain letters."""
    for payload in payloads:
        send_now(payload["template"], payload["to"], payload["job_id"], **payload["context"])


def send_now(template: str, to: str, job_id: int, *, reply_to: str | None = None, **context: Any) -> None:
    """Render `mails/<template>.txt` (first line: subject) in Polish and hand it to the transport."""
    with force_locale("pl"):
        text = render_template(f"mails/{template}.txt", base_url=current_app.config["BASE_URL"], **context)
    subject, _, body = text.strip().replace("\xa0", " ").partition("\n")
    message = mail.build_message(
        subject=subject.strip(),
        text=body.strip() + "\n",
        sender=current_app.config["MAIL_FROM"],
        to=to,
        message_id=f"{job_id}.outbox@{current_app.config['BASE_URL'].split('//')[-1].split(':')[0]}",
        reply_to=reply_to,
    )
    mail.send(message, transport())


def transport() -> Any:
    """SMTP where `SMTP_URL` is set; the folder `DATA_DIR/mail` otherwise."""
    if current_app.config["SMTP_URL"]:
        return mail.smtp_from_url(current_app.config["SMTP_URL"])
    return mail.Folder(mail_folder())


def mail_folder() -> Path:
    """Where letters lie when there is no SMTP."""
    return Path(current_app.config["DATA_DIR"]) / "mail"


def link_to(endpoint: str, **values: Any) -> str:
    """An address for a letter: from the configured base, never from a request's host; the worker has no request."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return str(current_app.config["BASE_URL"]) + path
