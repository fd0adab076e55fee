"""What the index knows of a practice: the published record as flat text, in the fields that weigh differently."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.lib import limits
from app.lib.rich_text import plain_text
from app.lib.text_input import clean_line
from app.practices.facet_words import BY_NAME, value_label
from app.practices.models import Practice, RevisionText, Tag
from app.practices.queries.finding import published
from app.practices.queries.listing import standing
from app.practices.record import FIELDS
from app.practices.record.facts import facts_of
from app.practices.record.places import find_place
from app.search.documents import Document
from app.search.shown import Shown

# Stand in title, lead or place, or say nothing to a reader who searches.
NOT_IN_BODY = frozenset(
    "title summary kind unit_id area_note extra_units population_band operator_name entity_kind ps_status themes target_groups "
    "started_on ended_on maturity prep_months cost_start cost_year staff_fte tags photos video contact_email contact_phone licence".split()
)

# What a snippet is cut from: sentences, not rows of figures and addresses.
PROSE = ("problem", "solution", "lessons", "transfer_note")


def documents(ids: Sequence[int]) -> list[Document]:
    """The documents of those of the ids that are published; the others leave the index."""
    rows = _published_rows(ids)
    texts = _plain_texts(rows)
    return [_document(row, texts.get(row.published_revision_id or 0, {})) for row in rows]


def visible(viewer: Any, ids: Sequence[int]) -> dict[int, Shown]:
    """Those of the hits that everybody reads, as the results page and the JSON show them."""
    rows = _published_rows(ids)
    texts = _plain_texts(rows)
    return {row.id: _shown(row, texts.get(row.published_revision_id or 0, {})) for row in rows}


def plain(viewer: Any, text: str, limit: int) -> list[int]:
    """While the index is mended: practices whose title holds every word that was typed."""
    found = select(Practice.id).where(published()).order_by(Practice.published_at.desc()).limit(limit)
    for word in clean_line(text)[: limits.QUERY].split()[: limits.QUERY_WORDS]:
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = found.where(Practice.title.ilike(f"%{escaped}%", escape="\\"))
    return list(db.session.scalars(found))


def facet_labels() -> dict[str, Callable[[Sequence[str]], Mapping[str, str]]]:
    """For every facet of practices: value → name in the reader's language."""
    return {name: _labeller(name) for name in BY_NAME}


def all_ids() -> list[int]:
    """Every practice that belongs into the index."""
    return list(db.session.scalars(select(Practice.id).where(published()).order_by(Practice.id)))


def _labeller(name: str) -> Callable[[Sequence[str]], Mapping[str, str]]:
    def labels(values: Sequence[str]) -> Mapping[str, str]:
        tags: Mapping[str, str] = {}
        if name == "tag":
            rows = db.session.execute(select(Tag.slug, Tag.name).where(Tag.slug.in_(values)))
            tags = {row.slug: row.name for row in rows}
        return {value: value_label(BY_NAME[name], value, tags) for value in values}

    return labels


def _published_rows(ids: Sequence[int]) -> list[Practice]:
    rows: list[Practice] = []
    for start in range(0, len(ids), 400):
        chosen = select(Practice).where(Practice.id.in_(ids[start : start + 400]), published())
        rows += db.session.scalars(chosen.options(joinedload(Practice.published_revision)))
    return [row for row in rows if row.published_revision]


def _plain_texts(rows: Sequence[Practice]) -> dict[int, dict[str, str]]:
    """Revision → Markdown field → its words without marks."""
    texts: dict[int, dict[str, str]] = {}
    revisions = [row.published_revision_id for row in rows]
    for start in range(0, len(revisions), 400):
        chosen = select(RevisionText).where(RevisionText.revision_id.in_(revisions[start : start + 400]))
        for text in db.session.scalars(chosen):
            texts.setdefault(text.revision_id, {})[text.field] = plain_text(text.html)
    return texts


def _shown(practice: Practice, texts: Mapping[str, str]) -> Shown:
    place = find_place(practice.unit_id) if practice.unit_id else None
    return Shown(
        title=practice.title,
        url=url_for("practices.practice", practice_id=practice.id, slug=practice.slug or "praktyka"),
        text="\n".join([practice.summary, *(texts[name] for name in PROSE if texts.get(name))]),
        date=practice.published_at or practice.created_at,
        place=place.full_name if place else "",
        detail=practice.operator_name,
        external_id=practice.external_id,
    )


def _document(practice: Practice, texts: Mapping[str, str]) -> Document:
    revision = practice.published_revision
    assert revision is not None and practice.published_at is not None
    said = {
        one.name: texts.get(one.name) or one.type.words(revision.document[one.name])
        for one in FIELDS
        if one.name in revision.document
    }
    return Document(
        kind="practice",
        id=practice.id,
        group=f"practice:{practice.id}",
        title=practice.title,
        lead="\n".join(
            said[name]
            for name in ("summary", "operator_name", "themes", "target_groups", "entity_kind", "tags")
            if name in said
        ),
        place=_place(revision.document),
        body="\n".join(text for name, text in said.items() if name not in NOT_IN_BODY),
        facets=facets_of(practice, revision.document),
        audience="public",
        created_at=practice.published_at,
        updated_at=practice.revised_at or practice.published_at,
        version=revision.number,
    )


def facets_of(practice: Practice, document: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The same facets, under the same names, as the list of practices has."""
    from app.lib import clock

    facts = facts_of(document)
    found: dict[str, dict[str, None]] = {}
    for facet, slug in facts.terms:
        found.setdefault(facet, {})[slug] = None
    for code, _part in facts.units:
        place = find_place(code)
        if place:
            found.setdefault("unit", {})[code] = None
            found.setdefault("powiat", {})[place.powiat_code] = None
    for slug, _name in facts.tags:
        found.setdefault("tag", {})[slug] = None
    single = {
        "kind_of_entry": facts.columns["kind"],
        "maturity": facts.columns["maturity"],
        "cost_start": facts.columns["cost_start_band"],
        "cost_year": facts.columns["cost_year_band"],
        "prep_time": facts.columns["prep_band"],
        "unit_kind": facts.columns["unit_kind"],
        "population": facts.columns["population_band"],
        "year": facts.columns["started_year"],
        "visit": facts.columns["visit_offer"],
        "depth": practice.depth,
        "verified": standing(practice.verified_on, clock.today()),
    }
    for facet, value in single.items():
        if value not in (None, ""):
            found[facet] = {str(value): None}
    return {facet: tuple(values) for facet, values in found.items()}


def _place(document: Mapping[str, Any]) -> str:
    words = []
    for code in dict.fromkeys([document.get("unit_id", ""), *document.get("extra_units", ())]):
        place = find_place(code) if code else None
        if place:
            words += [place.full_name, place.powiat]
    return "\n".join(dict.fromkeys([*words, *([document["area_note"]] if "area_note" in document else [])]))
