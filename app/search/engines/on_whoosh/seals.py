"""Seals of the files of a build: what each file was when it was written, so that one changed from outside is told.

Whoosh never writes into a finished segment. A process that has read an index goes on answering from what it holds, and
would not see that the files beneath were spoilt; the worker looks at size and time every few seconds, and reads a file
only when one of them is not as it was.
"""

import hashlib
import json
import os
from pathlib import Path

_SEALS = "seals.json"
Seal = tuple[int, int, str]  # bytes, moment of the last change in nanoseconds, SHA-256


class Seals:
    """The seals of one build, and the files that were found sound since under another time (a copied index)."""

    def __init__(self, build: Path) -> None:
        self.build = build
        self._sound: dict[str, tuple[int, int]] = {}

    def write(self) -> None:
        """Seal what the last commit has written; what was sealed before keeps its seal. Under the writers' lock."""
        before = self._read()
        seals = {path.name: before.get(path.name) or _seal(path) for path in self.build.glob("*.seg")}
        waiting = self.build / f"{_SEALS}.new"
        waiting.write_text(json.dumps(seals), encoding="ascii")
        os.replace(waiting, self.build / _SEALS)

    def broken(self) -> list[str]:
        """Names of sealed files whose content is another now. Files that a merge took away are none of them."""
        return [name for name, seal in self._read().items() if not self._holds(name, seal)]

    def _holds(self, name: str, seal: Seal) -> bool:
        path = self.build / name
        try:
            stat = path.stat()
            now = (stat.st_size, stat.st_mtime_ns)
            if now == tuple(seal[:2]) or self._sound.get(name) == now:
                return True
            if now[0] != seal[0] or _digest(path) != seal[2]:
                return False
        except FileNotFoundError:
            return True
        self._sound[name] = now
        return True

    def _read(self) -> dict[str, Seal]:
        try:
            return dict(json.loads((self.build / _SEALS).read_text(encoding="ascii")))
        except (OSError, ValueError, TypeError):  # lost or broken: nothing is known, and the next commit seals anew
            return {}


def _seal(path: Path) -> Seal:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns, _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
