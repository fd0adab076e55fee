"""The list of personal columns in docs/personal-data.md names every column that points to a person or holds typed text."""

import re
from pathlib import Path

import pytest

from app.extensions import Base

PAGE = Path(__file__).parents[2] / "docs" / "personal-data.md"
SOUNDS_PERSONAL = frozenset(
    "email name name_key handle office_title about password_hash browser original_name stored_name fields payload details "
    "document draft source html text body reason".split()
)


@pytest.fixture(scope="module")
def listed() -> set[tuple[str, str]]:
    found = set()
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 3 and re.fullmatch(r"[a-z_]+", cells[0]) and cells[0] != "table":
            found |= {(cells[0], column.strip()) for column in cells[1].split(",")}
    return found


def personal_columns() -> set[tuple[str, str]]:
    return {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name in SOUNDS_PERSONAL or any(key.column.table.name == "users" for key in column.foreign_keys)
    }


def test_every_personal_column_is_listed(app, listed):
    missing = sorted(personal_columns() - listed)
    assert not missing, f"add to docs/personal-data.md: {missing}"


def test_every_listed_column_exists(app, listed):
    real = {(table.name, column.name) for table in Base.metadata.sorted_tables for column in table.columns}
    gone = sorted(listed - real)
    assert not gone, f"docs/personal-data.md names columns that are not there: {gone}"
