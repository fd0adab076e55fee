"""What a record is checked for before it is sent: patterns of personal data, figures without a source. Hints, no refusals."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.practices.record.fields import BY_NAME, FIELDS, Field

PESEL, PHONE, NO_SOURCE = "pesel", "phone", "no_source"

_ELEVEN = re.compile(r"(?<!\d)\d{11}(?!\d)")
# Nine digits alone or in groups, with or without +48: a telephone. Amounts are told apart by what follows them.
_NINE = re.compile(
    r"(?<![\d.,])(?:\+?48[ -]?)?\d{3}[ -]?\d{3}[ -]?\d{3}(?![\d]|[ ,.-]?\d|\s*(?:zł|zl|PLN|osób|euro))", re.IGNORECASE
)
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
_PLACES_FOR_PHONES = frozenset({"contact_phone"})
_WITHOUT_TEXT = frozenset({"unit_id", "extra_units", "photos", "documents", "links", "evidence", "video"})


@dataclass(frozen=True)
class Finding:
    """Something that a person should look at: the field, what it is, and the words concerned."""

    field: Field
    what: str
    text: str


def findings(document: Mapping[str, Any]) -> list[Finding]:
    """All hints, in the order of the fields."""
    found: list[Finding] = []
    for one in FIELDS:
        if one.name in document and one.name not in _WITHOUT_TEXT:
            found += _personal(one, "\n".join(_texts(document[one.name])))
    for row in document.get("results", ()):
        if "value" in row and not row.get("source"):
            found.append(Finding(BY_NAME["results"], NO_SOURCE, f"{row['value']} {row.get('unit', '')}".strip()))
    return found


def is_pesel(digits: str) -> bool:
    """Eleven digits with a right check digit and a possible month and day."""
    numbers = [int(digit) for digit in digits]
    month, day = int(digits[2:4]) % 20, int(digits[4:6])
    total = sum(weight * number for weight, number in zip(_WEIGHTS, numbers, strict=False))
    return (10 - total % 10) % 10 == numbers[10] and 1 <= month <= 12 and 1 <= day <= 31


def _personal(one: Field, text: str) -> Iterator[Finding]:
    for match in _ELEVEN.finditer(text):
        if is_pesel(match.group()):
            yield Finding(one, PESEL, match.group())
    if one.name not in _PLACES_FOR_PHONES:
        for match in _NINE.finditer(text):
            if not _ELEVEN.fullmatch(match.group()):
                yield Finding(one, PHONE, match.group())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
