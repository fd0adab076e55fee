"""The register's lists as rows, read from the project's own data files; used by the migration and by `flask territory load`."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.lib.polish import fold, sort_key

DATA = Path(__file__).parent / "data"


def unit_rows() -> list[dict[str, Any]]:
    """351 rows for the table `units`."""
    return [_unit(row) for row in _read("units.csv")]


def neighbour_rows() -> list[dict[str, str]]:
    """Pairs for the table `neighbours`."""
    return list(_read("neighbours.csv"))


def _unit(row: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "sort_key": sort_key(row["name"]),
        "search_key": fold(row["name"]),
    }


def _read(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
