"""Short ways to make documents and engines for the tests of the search core; no database, no application."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from app.search.documents import Document
from app.search.engines import Found
from app.search.engines.on_whoosh import WhooshEngine
from app.search.outcomes import Results
from app.search.query import Query, parse

START = datetime(2025, 1, 1, 12, tzinfo=UTC)


def a_document(ref: str, title: str = "", body: str = "", *, audience: str = "public", **rest: Any) -> Document:
    """A document by its reference ("practice:5"); later numbers are newer unless `created_at` says otherwise."""
    kind, _, number = ref.partition(":")
    created = rest.pop("created_at", START + timedelta(hours=int(number)))
    facets: Mapping[str, tuple[str, ...]] = rest.pop("facets", {})
    group = rest.pop("group", ref)
    return Document(
        kind, int(number), group, title, audience, created, rest.pop("updated_at", created), body=body, facets=facets, **rest
    )  # fmt: skip


def an_engine(folder: Path, documents: Iterable[Document]) -> WhooshEngine:
    engine = WhooshEngine(folder)
    engine.rebuild(documents)
    return engine


def ask(engine: WhooshEngine, text: str, **options: Any) -> Found:
    query = parse(text)
    assert isinstance(query, Query), query
    return engine.search(query, **{"audiences": ("public",), **options})


def refs(found: Found) -> list[str]:
    return [hit.ref for hit in found.hits] if isinstance(found, Results) else []


def groups(found: Found) -> list[str]:
    return [hit.group for hit in found.hits] if isinstance(found, Results) else []


def counts(found: Found, name: str) -> dict[str, int]:
    assert hasattr(found, "facets"), found
    return {at.value: at.count for at in found.facets.get(name, ())}
