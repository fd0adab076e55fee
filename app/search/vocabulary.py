"""The words a query can be read as: forms met in the records and every other form of their lexemes.

They lie in a small SQLite file beside the index: written by the one process that writes the index, a few rows for a few
new words; read by all others through the page cache, so no worker holds half a million words in memory and nothing has
to be loaded. Rows are only added. What the index holds now, and what this reader may see of it, is asked of the index.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable
from contextlib import closing
from functools import lru_cache
from pathlib import Path

from app.search.analysis import PolishAnalysis, fold
from app.search.spelling import BY_EAR, distance, may_be_near, signature, sound

FILE_NAME = "vocabulary.sqlite"
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_HEAD = 5
_SCHEMA = """
CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS forms (folded TEXT, form TEXT, sound TEXT, backwards TEXT, size INTEGER, signature INTEGER,
                                  PRIMARY KEY (folded, form)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS forms_by_sound ON forms (sound);
CREATE INDEX IF NOT EXISTS forms_from_behind ON forms (size, backwards, signature);
"""


class VocabularyWriter:
    """Adds the words of records; for the process that holds the writer's lock of the index."""

    def __init__(self, folder: Path, analysis: PolishAnalysis, *, fresh: bool = False) -> None:
        self._analysis = analysis
        self._pending: set[str] = set()
        self._db = sqlite3.connect(folder / FILE_NAME, timeout=10, isolation_level=None)
        if fresh:
            self._db.execute("PRAGMA synchronous = OFF")
            self._db.execute("PRAGMA cache_size = -65536")
        self._db.executescript(_SCHEMA)

    def collect(self, words: Iterable[str]) -> None:
        """Remember lower-case words of a record until `write`."""
        self._pending.update(words)

    def write(self) -> None:
        """One transaction: the words not met before, with all forms of their lexemes."""
        new = [word for word in sorted(self._pending) if self._is_new(word)]
        self._pending.clear()
        if not new:
            return
        self._db.execute("BEGIN IMMEDIATE")
        self._db.executemany("INSERT OR IGNORE INTO words VALUES (?)", ((word,) for word in new))
        # Sorted, the rows of one transaction go into the tree from left to right.
        forms = sorted({(fold(form), form) for word in new for form in self._forms(word)})
        self._db.executemany(
            "INSERT OR IGNORE INTO forms VALUES (?, ?, ?, ?, ?, ?)",
            ((key, form, sound(form), key[::-1], len(key), signature(key)) for key, form in forms),
        )
        self._db.execute("COMMIT")

    def _is_new(self, word: str) -> bool:
        return self._db.execute("SELECT 1 FROM words WHERE word = ?", (word,)).fetchone() is None

    def _forms(self, word: str) -> set[str]:
        if word.isdigit() or len(word) < 3 or word in self._analysis.acronyms:
            return {word}
        return self._analysis.morphology.paradigms(word)

    def close(self) -> None:
        self._db.close()


class Vocabulary:
    """Looks forms up. Without its file, or with a broken one, it knows no words, and searches go on without it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._pid = 0
        self.unaccented = lru_cache(20_000)(self._unaccented)
        self.near = lru_cache(5_000)(self._near)

    def _rows(self, sql: str, *values: object) -> list[tuple[str, str]]:
        with self._lock:
            try:
                if self._db is None or self._pid != os.getpid():  # a connection must not cross a fork
                    self._db = sqlite3.connect(
                        f"{self._path.absolute().as_uri()}?mode=ro", uri=True, timeout=1, check_same_thread=False
                    )
                    self._pid = os.getpid()
                return self._db.execute(sql, values).fetchall()
            except sqlite3.Error:
                self._db = None
                return []

    def forget(self) -> None:
        """Look everything up anew: words may have come."""
        self.unaccented.cache_clear()
        self.near.cache_clear()

    def is_sound(self) -> bool:
        """Does the file exist and hold its tables?"""
        try:
            with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)) as db:
                db.execute("SELECT form FROM forms LIMIT 1").fetchone()
                db.execute("SELECT word FROM words LIMIT 1").fetchone()
        except sqlite3.Error:
            return False
        return True

    def _unaccented(self, word: str) -> tuple[str, ...]:
        """Forms that look like `word` once their Polish letters are folded, other than the word itself."""
        rows = self._rows("SELECT folded, form FROM forms WHERE folded = ?", fold(word))
        return tuple(form for _, form in rows if form != word)

    def _near(self, word: str, limit: int) -> tuple[tuple[str, float], ...]:
        """Forms within `limit` (1 or 2) edits and their cost, the cheapest first; also forms that sound the same."""
        folded, heard = fold(word), sound(word)
        rows = self._rows("SELECT folded, form FROM forms WHERE sound = ?", heard)
        rows += self._one_edit(folded)
        if limit == 2:
            rows += self._two_edits(folded)
        costs: dict[str, float] = {}
        for key, form in rows:
            if form not in costs and form != word:
                cost = _cost(folded, heard, key, form, limit)
                if cost is not None:
                    costs[form] = cost
        return tuple(sorted(costs.items(), key=lambda item: (item[1], item[0])))

    def _one_edit(self, folded: str) -> list[tuple[str, str]]:
        return self._rows(
            "SELECT folded, form FROM forms WHERE folded IN (SELECT value FROM json_each(?))",
            json.dumps(list(_edited(folded))),
        )

    def _two_edits(self, folded: str) -> list[tuple[str, str]]:
        """Either the head holds at most one of the two slips, or it holds both and the rest of the word is right."""
        bits = signature(folded)
        # A swap over the border brings the next letter into the head.
        heads = _edited(folded[:_HEAD]) | _edited(folded[: _HEAD - 1] + folded[_HEAD : _HEAD + 1]) | {folded[:_HEAD]}
        ranges = [(head, head + "{") for head in heads]
        # The plus before "size" keeps SQLite from walking all forms of that size instead of the heads.
        rows = self._rows(
            "SELECT folded, form, signature FROM json_each(?) AS head CROSS JOIN forms"
            " ON folded >= json_extract(head.value, '$[0]') AND folded < json_extract(head.value, '$[1]') WHERE +size BETWEEN ? AND ?",
            json.dumps(ranges), len(folded) - 2, len(folded) + 2,
        )  # fmt: skip
        tail = folded[: _HEAD - 1 : -1]
        for size in range(len(folded) - 2, len(folded) + 3):
            rows += self._rows(
                "SELECT folded, form, signature FROM forms WHERE size = ? AND backwards >= ? AND backwards < ?",
                size, tail, tail + "{",
            )  # fmt: skip
        return [(key, form) for key, form, other in rows if may_be_near(bits, other, 2)]  # type: ignore[misc]


def _edited(word: str) -> set[str]:
    """All strings one edit away: a letter dropped, swapped with the next, changed, added."""
    splits = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    near = {left + right[1:] for left, right in splits if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in splits if right for letter in _ALPHABET}
    near |= {left + letter + right for left, right in splits for letter in _ALPHABET}
    return near


def _cost(folded: str, heard: str, key: str, form: str, limit: int) -> float | None:
    """The cheaper of two readings: a slip of the fingers on folded letters, or one of the ear for a little more."""
    cost = distance(folded, key, limit)
    by_ear = sound(form)
    if by_ear != key or heard != folded:
        ear = distance(heard, by_ear, limit)
        if ear is not None and (cost is None or ear + BY_EAR < cost):
            cost = ear + BY_EAR
    return cost
