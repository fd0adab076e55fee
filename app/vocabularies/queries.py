"""Reading of the vocabularies: kept in memory by each process, asked anew when the table has changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, g
from sqlalchemy import func, select

from app.extensions import db
from app.lib.polish import fold
from app.vocabularies.models import Term
from app.web.locale import current_language


@dataclass(frozen=True)
class TermView:
    """A term as it is read: never changed in place."""

    kind: str
    slug: str
    label_pl: str
    label_en: str
    note: str = ""
    also: tuple[str, ...] = ()
    retired: bool = False
    successor: str = ""

    def label(self, language: str | None = None) -> str:
        """Its name in the language of the reader, or in the one given."""
        return self.label_en if (language or current_language()).startswith("en") else self.label_pl


@dataclass(frozen=True)
class _Lists:
    version: tuple[Any, ...]
    by_kind: Mapping[str, tuple[TermView, ...]] = field(default_factory=dict)
    by_slug: Mapping[tuple[str, str], TermView] = field(default_factory=dict)
    by_name: Mapping[tuple[str, str], TermView] = field(default_factory=dict)


def terms(kind: str, *, with_retired: bool = False) -> tuple[TermView, ...]:
    """The list in its own order; retired terms are left out unless asked for."""
    found = _lists().by_kind.get(kind, ())
    return found if with_retired else tuple(term for term in found if not term.retired)


def find_term(kind: str, text: str) -> TermView | None:
    """The term of that slug or name (Polish or English, capitals and letters without diacritics do not matter).

    A retired term gives its successor.
    """
    lists = _lists()
    found = lists.by_slug.get((kind, text.strip())) or lists.by_name.get((kind, key_of(text)))
    if found is not None and found.retired and found.successor:
        return lists.by_slug.get((kind, found.successor), found)
    return found


def label(kind: str, slug: str, language: str | None = None) -> str:
    """What a slug is called; a slug that no list knows is shown as it is."""
    found = _lists().by_slug.get((kind, slug))
    return found.label(language) if found else slug


def key_of(text: str) -> str:
    """What is compared: small letters without diacritics, words joined by a hyphen."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def forget() -> None:
    """Ask the database again in this context, after the lists were changed."""
    g.pop("vocabularies", None)


def _lists() -> _Lists:
    """The lists of this request: one small query says whether those in memory are still true."""
    kept: _Lists | None = g.get("vocabularies")
    if kept is None:
        version = tuple(db.session.execute(select(func.count(), func.max(Term.id), func.max(Term.updated_at))).one())
        kept = current_app.extensions.get("vocabularies")
        if kept is None or kept.version != version:
            kept = _read(version)
            current_app.extensions["vocabularies"] = kept
        g.vocabularies = kept
    return kept


def _read(version: tuple[Any, ...]) -> _Lists:
    rows = list(db.session.scalars(select(Term).order_by(Term.kind, Term.position, Term.id)))
    slugs = {row.id: row.slug for row in rows}
    by_kind: dict[str, list[TermView]] = {}
    by_slug: dict[tuple[str, str], TermView] = {}
    by_name: dict[tuple[str, str], TermView] = {}
    for row in rows:
        view = TermView(
            row.kind,
            row.slug,
            row.label_pl,
            row.label_en,
            row.note,
            tuple(row.also.splitlines()),
            row.retired_at is not None,
            slugs.get(row.successor_id or 0, ""),
        )
        by_kind.setdefault(row.kind, []).append(view)
        by_slug[row.kind, row.slug] = view
        for name in (row.slug, row.label_pl, row.label_en, *view.also):
            by_name.setdefault((row.kind, key_of(name)), view)
    return _Lists(version, {kind: tuple(views) for kind, views in by_kind.items()}, by_slug, by_name)
