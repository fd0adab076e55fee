"""The practices of the demonstration: published ones with authors and dates, one that waits, one that was sent back."""

import io
import json
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.auth.models import User
from app.demo.content import read
from app.extensions import db
from app.lib import clock
from app.practices.actions import request_changes
from app.practices.importing import import_lines
from app.practices.models import SUBMITTED, Practice

EDITOR = "magdalena-siwek"
AUTHORS = {  # who describes the practices of a unit; the editor describes the others
    "143506": "halina-sobieraj",
    "141508": "krystyna-lis",
    "146401": "urszula-bielak",
    "140705": "slawomir-pietras",
}
OWN_AUTHORS = {
    "demo-016": "robert-czyz",
    "demo-030": "wioletta-maj",
    "demo-031": "marek-gajda",
    "demo-032": "anna-kalinowska",
    "demo-033": "beata-wilczek",
}
CONFIRMED = {"demo-027": 40, "demo-028": 95, "demo-029": 610, "demo-032": 12, "demo-033": 70}  # days ago
WAITING, SENT_BACK = "demo-016", "demo-030"
REVISED = "demo-001"
ADDED_LATER = ("building_blocks", "etr_summary", "barriers")
REASON = (
    "Dziękujemy, opis jest bardzo potrzebny. Prosimy o dwie rzeczy: w kroku 1 podaj jednostkę wiodącą, "
    "a w kroku 4 napisz, skąd pochodzi liczba zakupów."
)


def load(people: dict[str, User]) -> int:
    """Load those that are not there yet; how many practices stand in the base."""
    records = [dict(one) for one in read("practices.jsonl")]
    known = set(db.session.scalars(select(Practice.external_id).where(Practice.external_id.is_not(None))))
    by_author: dict[str, list[dict[str, Any]]] = {}
    for place, record in enumerate(records):
        if record["external_id"] not in known:
            by_author.setdefault(_author_of(record), []).append(_around(record, place, len(records)))
    for author, chosen in sorted(by_author.items()):
        _load(chosen, people[author])
    _revise(records, known, people)
    _send_back(known, people)
    return len(records)


def _load(records: list[dict[str, Any]], author: User) -> None:
    lines = io.BytesIO("\n".join(json.dumps(one, ensure_ascii=False) for one in records).encode())
    report = import_lines(lines, author=author)
    if report.refused:
        raise RuntimeError("; ".join(str(one) for one in report.problems))


def _around(record: dict[str, Any], place: int, count: int) -> dict[str, Any]:
    """The record with state and moments; the newest practices stand last in the file."""
    number = record["external_id"]
    now = clock.now().replace(microsecond=0)
    if number in (WAITING, SENT_BACK):
        return {**record, "state": SUBMITTED}
    around: dict[str, Any] = {
        "state": "published",
        "published_at": (now - timedelta(days=4 + 9 * (count - place))).isoformat(),
    }
    if "steps" in record and "lessons" in record:
        around["depth"] = "full"
    if number in CONFIRMED:
        around["verified_on"] = (clock.today() - timedelta(days=CONFIRMED[number])).isoformat()
        around["verified_by"] = "redakcja bazy praktyk, Mazowieckie Centrum Polityki Społecznej"
    if number == REVISED:
        return {**{name: value for name, value in record.items() if name not in ADDED_LATER}, **around}
    return {**record, **around}


def _revise(records: list[dict[str, Any]], known: set[str | None], people: dict[str, User]) -> None:
    """One practice has a second version, so that there is something to compare."""
    if REVISED in known:
        return
    record = next(one for one in records if one["external_id"] == REVISED)
    note = "Dopisano bariery, elementy do przejęcia osobno i streszczenie łatwe do czytania."
    _load([{**record, "state": "published", "depth": "full", "change_note": note}], people[_author_of(record)])


def _send_back(known: set[str | None], people: dict[str, User]) -> None:
    if SENT_BACK in known:
        return
    practice = db.session.scalar(select(Practice).where(Practice.external_id == SENT_BACK))
    if practice is not None:
        request_changes(people[EDITOR], practice, reason=REASON)


def _author_of(record: dict[str, Any]) -> str:
    return OWN_AUTHORS.get(record["external_id"]) or AUTHORS.get(record.get("unit_id", ""), EDITOR)
