"""Letters that the application has written into its folder, as the person who gets them reads them."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app.lib.mail import StoredMessage, stored_messages


def letters_to(app: Flask, address: str) -> list[StoredMessage]:
    """What one address got, oldest first."""
    found = stored_messages(_folder(app))
    return sorted((one for one in found if one.to == address), key=lambda one: _number(app, one))


def last_letter_to(app: Flask, address: str) -> StoredMessage:
    """The newest one; there must be one."""
    found = letters_to(app, address)
    assert found, f"no letter to {address}; there are {[one.to for one in stored_messages(_folder(app))]}"
    return found[-1]


def link_in(letter: StoredMessage) -> str:
    """The path of the one link of ours in a letter."""
    found = re.findall(r"http://localhost(/\S+)", letter.text)
    assert len(found) == 1, letter.text
    return found[0]


def headers_of(app: Flask, letter: StoredMessage) -> EmailMessage:
    """The whole message with its headers."""
    message = message_from_bytes((_folder(app) / letter.name).read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def press_the_button(client: FlaskClient, path: str, **fields: str) -> int:
    """Open a link's page and send its form; the status of the answer."""
    from tests.pages import visit

    main = visit(client, path).main
    form = main.find("form")
    token = form.find("input", name="csrf_token")["value"]
    return client.post(path, data={"csrf_token": token, **fields}).status_code


def _number(app: Flask, letter: StoredMessage) -> int:
    return int(str(headers_of(app, letter)["Message-ID"]).strip("<").split(".")[0])


def _folder(app: Flask) -> Path:
    return Path(app.config["DATA_DIR"]) / "mail"
