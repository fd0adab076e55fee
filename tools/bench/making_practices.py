"""The practices of the bench: records of the demonstration with other places, terms and words, by the usual import."""

import json
import random
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from app.demo.content import read
from app.extensions import db
from app.practices.importing import import_lines
from app.territory.models import Unit
from app.vocabularies.reference import term_rows
from tools.bench.sentences import Composer

SEED = 20_261_125
MIXED = {"themes": "theme", "target_groups": "group", "instruments": "instrument"}


def make_practices(count: int) -> None:
    """Import and publish so many records; a refused line is a fault of ours and stops the bench."""
    units = db.session.scalars(sa.select(Unit).order_by(Unit.code)).all()
    places = [(unit.code, unit.full_name) for unit in units]
    report = import_lines(_lines(count, places), publish=True, terms_to_tags=True)
    if report.added != count:
        raise RuntimeError(f"practices: {report.sentence} {report.problems[:3]}")


def _lines(count: int, places: list[tuple[str, str]]) -> Iterator[bytes]:
    chance, composer = random.Random(SEED), Composer(SEED)
    terms: dict[str, list[str]] = {kind: [] for kind in MIXED.values()}
    for row in term_rows():
        if row["kind"] in terms:
            terms[row["kind"]].append(row["slug"])
    models = read("practices.jsonl")
    for number in range(count):
        code, place = chance.choice(places)
        record: dict[str, Any] = {
            **models[number % len(models)],
            "external_id": f"bench-{number + 1:04}",
            "unit_id": code,
            "problem": composer.paragraph(70),
            "solution": f"{composer.paragraph(60)}\n\n{composer.paragraph(60)}",
            "lessons": composer.paragraph(40),
            "started_on": f"{chance.randint(2014, 2025)}-{chance.randint(1, 12):02}",
            **{name: chance.sample(terms[kind], chance.randint(1, 3)) for name, kind in MIXED.items()},
        }
        record["title"] = f"{place}: {record['title']}"[:160]
        record.pop("extra_units", None)
        yield json.dumps(record, ensure_ascii=False).encode()
