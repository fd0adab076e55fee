"""Reads the messages out of Python files and templates."""

import functools
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from jinja2.ext import babel_extract

from .places import LOCALE, Catalogue

CONTEXT = (1, "c")
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "_l": None,
    "_n": (1, 2),
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": (CONTEXT, 2),
    "lazy_pgettext": (CONTEXT, 2),
    "npgettext": (CONTEXT, 2, 3),
}
NOTE_FOR_TRANSLATORS = ("Translators:",)
# A template that cannot be read is an error here, not a template without messages.
TEMPLATE_OPTIONS = {"silent": "false", "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols"}


class Unreadable(Exception):
    """A source file that cannot be parsed; its messages are unknown, so nothing may be dropped because of it."""


@dataclass(frozen=True)
class Message:
    """One text of the code: its id (a pair where it has a plural), its context, the notes beside it, its file."""

    id: str | tuple[str, ...]
    context: str | None
    notes: tuple[str, ...]
    path: Path

    @property
    def key(self) -> tuple[str, str | None]:
        return (self.id if isinstance(self.id, str) else self.id[0], self.context)


def messages_of(catalogue: Catalogue) -> list[Message]:
    """Every message of the files that a catalogue speaks for."""
    return [message for path in catalogue.sources() for message in messages_in(path)]


@functools.cache
def _read(path: Path, _changed: int) -> tuple[Message, ...]:
    method: Any = "python" if path.suffix == ".py" else babel_extract
    options = {} if path.suffix == ".py" else TEMPLATE_OPTIONS
    try:
        found = list(extract(method, BytesIO(path.read_bytes()), KEYWORDS, NOTE_FOR_TRANSLATORS, options, True))
    except Exception as error:  # the tokenizer and Jinja raise many kinds
        raise Unreadable(f"{path}: cannot be read for messages: {error}") from error
    return tuple(Message(identity, context, tuple(notes), path) for _line, identity, notes, context in found)


def messages_in(path: Path) -> tuple[Message, ...]:
    return _read(path, path.stat().st_mtime_ns)


def template_of(catalogue: Catalogue) -> Catalog:
    """A catalogue without translations: what the code says now."""
    template = Catalog(locale=LOCALE)
    for message in messages_of(catalogue):
        template.add(message.id, context=message.context, auto_comments=message.notes)
    return template
