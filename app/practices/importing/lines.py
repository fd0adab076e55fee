"""One line of the file as a record: JSON, known keys, loose values, and what stands around the record itself."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from flask_babel import gettext as _

from app.lib.text_input import clean_line, clean_text
from app.practices.importing.report import Report
from app.practices.models import DEPTH_CARD, DEPTH_FULL, STATES
from app.practices.record import BY_NAME, Reader, read_document
from app.practices.record.fields import SET_BY_SYSTEM
from app.practices.record.places import UnitFinder
from app.practices.record.reading import is_empty

MOST_BYTES = 5_000_000  # of one line
AROUND = (
    "external_id",
    "state",
    "depth",
    "published_at",
    "revised_at",
    "hidden_at",
    "verified_on",
    "verified_by",
    "change_note",
)
OTHER_NAMES = {"unit": "unit_id"}
BANDS = {"cost_start_band": "cost_start", "cost_year_band": "cost_year"}
_YEARS = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4})")


@dataclass
class Record:
    """What a line says: the document, and what stands around it (`around` holds only the keys that were given)."""

    line: int
    document: dict[str, Any]
    around: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> tuple[str, ...]:
        """By what it is found again: its external number, or else title and unit."""
        if self.around.get("external_id"):
            return ("id", self.around["external_id"])
        return ("title", self.document["title"], self.document.get("unit_id", ""))


def read_lines(lines: Iterable[bytes], report: Report, *, terms_to_tags: bool) -> list[Record]:
    """Every record that can be read; the report names the others."""
    find_unit = UnitFinder()
    seen: dict[tuple[str, ...], Record] = {}
    for number, values in _objects(lines, report):
        before = len(report.problems)
        record = _read(number, values, report, find_unit, terms_to_tags)
        if len(report.problems) > before:
            continue
        earlier = seen.get(record.key)
        if earlier is None:
            seen[record.key] = record
        elif earlier.document == record.document:
            report.note(number, f"the same record as in line {earlier.line}")
        else:
            report.problem(number, f"another text of the record in line {earlier.line}")
    return list(seen.values())


def _objects(lines: Iterable[bytes], report: Report) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, raw in enumerate(lines, start=1):
        if not raw.strip():
            continue
        if len(raw) > MOST_BYTES:
            report.problem(number, "the line is too long")
            continue
        try:
            values = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError:
            report.problem(number, "the line is not UTF-8")
        except (ValueError, RecursionError):
            report.problem(number, "the line is not JSON")
        else:
            if isinstance(values, dict):
                yield number, values
            else:
                report.problem(number, "the line is not a JSON object")


def _read(number: int, values: Mapping[str, Any], report: Report, find_unit: UnitFinder, terms_to_tags: bool) -> Record:
    fields, around = _sorted_out(number, values, report)
    reader = Reader(find_unit, terms_to_tags=terms_to_tags)
    document = read_document(fields, reader)
    for note in reader.notes:
        report.note(number, str(note))
    for problem in reader.problems:
        report.problem(number, str(problem))
    if "title" not in document and not any(problem.field == "title" for problem in reader.problems):
        report.problem(number, "title: " + _("a record needs a title"))
    return Record(number, document, around)


def _sorted_out(number: int, values: Mapping[str, Any], report: Report) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields of the record, and what stands around it; unknown names are problems, computed ones are passed over."""
    fields: dict[str, Any] = {}
    around: dict[str, Any] = {}
    later: dict[str, Any] = {}
    for name, value in values.items():
        name = OTHER_NAMES.get(name, name)
        if name in BY_NAME:
            fields[name] = value
        elif name in AROUND:
            try:
                _note_around(around, name, value)
            except ValueError as error:
                report.problem(number, f"{name}: {error}")
        elif name == "year" or name in BANDS:
            later[name] = value
        elif name in SET_BY_SYSTEM:
            report.note(number, f"{name}: set by the service, passed over")
        else:
            report.problem(number, f"{name[:80]}: there is no field of that name")
    _add_loose(fields, later)
    return fields, around


def _add_loose(fields: dict[str, Any], later: Mapping[str, Any]) -> None:
    """`year` stands for a start date, a band for a cost without an amount."""
    if not is_empty(later.get("year")) and is_empty(fields.get("started_on")):
        years = _YEARS.fullmatch(str(later["year"]).strip())
        fields["started_on"] = years[1] if years else later["year"]
        if years and is_empty(fields.get("ended_on")):
            fields["ended_on"] = years[2]
    for name, target in BANDS.items():
        if not is_empty(later.get(name)):
            given = fields.get(target)
            if is_empty(given):
                fields[target] = {"band": later[name]}
            elif isinstance(given, dict):
                fields[target] = {"band": later[name], **given}


def _note_around(around: dict[str, Any], name: str, value: Any) -> None:
    if is_empty(value):
        return
    if isinstance(value, (dict, list, bool)):
        raise ValueError("give a text")
    text = clean_line(str(value))
    if name == "external_id":
        if not text or len(text) > 120:
            raise ValueError("give at most 120 characters")
    elif name in ("state", "depth"):
        known = STATES if name == "state" else (DEPTH_CARD, DEPTH_FULL)
        if text not in known:
            raise ValueError(f"one of: {', '.join(known)}")
    elif name == "verified_on":
        try:
            around[name] = date.fromisoformat(text[:10])
        except ValueError:
            raise ValueError("give the day as 2026-11-24") from None
        return
    elif name.endswith("_at"):
        around[name] = _moment(text)
        return
    elif name == "verified_by":
        text = text[:300]
    else:
        text = clean_text(str(value)).strip()[:20_000]
    around[name] = text


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("give the moment as 2026-11-24T12:00:00+00:00") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
