"""From loose values (a form, a line of an import file) to a record in its one written form, with named errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.practices.record.values import Bad

Document = dict[str, Any]


@dataclass(frozen=True)
class Problem:
    """What is wrong with a field, in a sentence; `place` names the row and column where there is one."""

    field: str
    message: str
    place: str = ""

    def __str__(self) -> str:
        return f"{self.field}{self.place}: {self.message}"


@dataclass
class Reader:
    """What reading needs to know, and where it notes what it met.

    `unit_code` turns a code or a name into a code or raises Bad. With `terms_to_tags` a word that no list knows becomes
    a keyword and a note; otherwise it is a problem.
    """

    unit_code: Callable[[str], str]
    terms_to_tags: bool = False
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    def problem(self, name: str, message: str, place: str = "") -> None:
        self.problems.append(Problem(name, message, place))

    def unknown_term(self, name: str, text: str, place: str = "") -> None:
        """A word that no list knows."""
        if self.terms_to_tags:
            self.tags.append(text)
            self.notes.append(Problem(name, _("“%(term)s” is not in the list; kept as a keyword", term=text), place))
        else:
            self.problem(name, _("“%(term)s” is not in the list", term=text), place)

    def errors(self) -> dict[str, list[str]]:
        """Field → sentences."""
        found: dict[str, list[str]] = {}
        for one in self.problems:
            found.setdefault(one.field, []).append(f"{one.place.strip()} {one.message}".strip())
        return found


def read_document(values: Mapping[str, Any], reader: Reader) -> Document:
    """The record of these values: known fields only, in the order of the table, empty ones left out.

    Bad values are left out and noted in `reader.problems`; unknown names are for the caller to notice.
    """
    from app.practices.record.fields import FIELDS

    document: Document = {}
    for one in FIELDS:
        if one.name not in values or one.name == "tags":
            continue
        try:
            value = one.type.read(values[one.name], reader, one.name, "")
        except Bad as error:
            reader.problem(one.name, str(error))
            continue
        if not is_empty(value):
            document[one.name] = value
    tags = _tags(values.get("tags"), reader)
    if tags:
        document["tags"] = tags
    return {one.name: document[one.name] for one in FIELDS if one.name in document}


def is_empty(value: Any) -> bool:
    """Nothing said: no text, no row. Zero and False are something."""
    return value is None or value == "" or value == [] or value == {}


def _tags(given: Any, reader: Reader) -> list[str]:
    from app.practices.record.fields import BY_NAME

    try:
        tags = BY_NAME["tags"].type.read([*_as_list(given), *reader.tags], reader, "tags", "")
    except Bad as error:
        reader.problem("tags", str(error))
        return []
    return tags or []


def _as_list(given: Any) -> list[Any]:
    if is_empty(given):
        return []
    if isinstance(given, str):
        return [part for part in given.replace(";", ",").split(",") if part.strip()]
    return list(given) if isinstance(given, (list, tuple)) else [given]
