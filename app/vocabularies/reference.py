"""The lists as the project brings them: rows for the table `terms`, read from the data file."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data.json"


def term_rows() -> list[dict[str, Any]]:
    """One row for every term, in the order of the lists; used by `flask vocabularies load`."""
    lists: dict[str, list[dict[str, Any]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return [
        {
            "kind": kind,
            "slug": term["slug"],
            "label_pl": term["pl"],
            "label_en": term["en"],
            "also": "\n".join(term.get("also", ())),
            "position": position,
            "note": term.get("note", ""),
        }
        for kind, terms in lists.items()
        for position, term in enumerate(terms, start=1)
    ]
