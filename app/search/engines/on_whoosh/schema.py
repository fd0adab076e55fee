"""The fields of the index and the card of a record."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from whoosh import columns, fields

from app.lib.text_input import clean_line
from app.search.analysis.for_whoosh import PolishAnalyzer
from app.search.documents import Document

SCHEMA_VERSION = 2
SURFACE = "surface"


class Card(NamedTuple):
    """What is filtered, counted, sorted and given back; the text itself stays in the database."""

    kind: str
    id: int
    group: str
    audience: str
    created_at: float
    updated_at: float
    version: int
    facets: Mapping[str, list[str]]

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"


def schema() -> fields.Schema:
    """Four fields of words with places for phrases, one of the very forms, a key and the card."""
    words = PolishAnalyzer()
    return fields.Schema(
        ref=fields.ID(unique=True),
        title=fields.TEXT(analyzer=words),
        lead=fields.TEXT(analyzer=words),
        body=fields.TEXT(analyzer=words),
        place=fields.TEXT(analyzer=words),
        surface=fields.TEXT(analyzer=PolishAnalyzer(surface=True), phrase=False),
        card=fields.COLUMN(columns.VarBytesColumn()),
    )


def row(document: Document) -> dict[str, Any]:
    """The document as Whoosh takes it; empty fields are left out."""
    texts = {name: clean_line(getattr(document, name)) for name in ("title", "lead", "body", "place")}
    values: dict[str, Any] = {name: text for name, text in texts.items() if text}
    return values | {"ref": document.ref, SURFACE: " . ".join(texts.values()), "card": _pack(document)}


def _pack(document: Document) -> bytes:
    card = Card(
        document.kind, document.id, document.group, document.audience,
        _seconds(document.created_at), _seconds(document.updated_at), document.version,
        {name: sorted(set(values)) for name, values in sorted(document.facets.items()) if values},
    )  # fmt: skip
    return json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode()


def unpack(packed: bytes) -> Card:
    return Card(*json.loads(packed))


def _seconds(moment: datetime) -> float:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
