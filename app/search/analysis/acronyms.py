"""The table of acronyms: each keeps one term of its own and knows its full names."""

import hashlib
from dataclasses import dataclass

from app.search.analysis.tokens import ENDINGS, read_table


@dataclass(frozen=True)
class Acronyms:
    """`names` leads from the lower-case acronym to its full names as written in the table."""

    names: dict[str, tuple[str, ...]]
    digest: str

    def __contains__(self, word: str) -> bool:
        return word in self.names

    def without_ending(self, word: str) -> str | None:
        """The acronym of the table that an unknown lower-case word inflects ("owesu", "zazów"), or None."""
        for ending in ENDINGS:
            if word.endswith(ending) and word[: -len(ending)] in self.names:
                return word[: -len(ending)]
        return None


def load_acronyms() -> Acronyms:
    lines = read_table("acronyms.tsv")
    names = {}
    for line in lines:
        acronym, full = line.split("\t")
        names[acronym.strip().lower()] = tuple(name.strip() for name in full.split("|"))
    return Acronyms(names, hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8])
