"""Where the index lies: each build in a folder of its own, and a small file that names the one in use.

The name is replaced by one rename, so a reader finds either the old index or the new one, and a rebuild that is killed
leaves nothing but a folder for the next rebuild to sweep. One lock for writers covers all builds. Whoosh unpickles its
table of contents: the folder must be writable by the application only.
"""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from app.search.analysis import analyser_version
from app.search.engines import IndexBusy
from app.search.engines.on_whoosh.schema import SCHEMA_VERSION
from app.search.outcomes import IndexState

_CURRENT = "CURRENT"
_META = "made-by.json"
_BUILD = "build-"


class IndexFolder:
    def __init__(self, base: Path) -> None:
        self.base = base

    def current(self) -> Path | None:
        """The build in use, if one was ever finished."""
        try:
            name = (self.base / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return None
        # The name comes from a file: nothing but one of our own folders beside it is opened.
        return self.base / name if name.startswith(_BUILD) and name.isascii() and "/" not in name else None

    def state(self) -> IndexState:
        """What can be told without opening the index."""
        build = self.current()
        if build is None:
            return IndexState.DAMAGED if (self.base / _CURRENT).exists() else IndexState.MISSING
        try:
            made_by = json.loads((build / _META).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return IndexState.DAMAGED if build.exists() else IndexState.MISSING
        except (OSError, ValueError):
            return IndexState.DAMAGED
        if made_by != _made_by():
            return IndexState.OUTDATED
        return IndexState.READY if any(build.glob("_MAIN_*.toc")) else IndexState.DAMAGED

    @contextmanager
    def writing(self, timeout: float = 30) -> Iterator[None]:
        """Hold the writers' lock, which the kernel drops when its holder dies. Raises IndexBusy after `timeout`."""
        self.base.mkdir(parents=True, exist_ok=True)
        lock = FileLock(str(self.base / "writer.lock"))
        if not try_for(lock.acquire, timeout=timeout, delay=0.05):
            raise IndexBusy("another process is writing the search index")
        try:
            yield
        finally:
            lock.release()

    def begin(self) -> Path:
        """An empty folder for a new build. Under the lock."""
        self.sweep()
        build = self.base / f"{_BUILD}{time.time_ns()}"
        build.mkdir()
        return build

    def publish(self, build: Path) -> None:
        """Make a finished build the one in use, and sweep the old one: who still reads it keeps its open files."""
        (build / _META).write_text(json.dumps(_made_by()), encoding="utf-8")
        waiting = self.base / f"{_CURRENT}.new"
        with waiting.open("w", encoding="ascii") as file:
            file.write(build.name)
            file.flush()
            os.fsync(file.fileno())
        os.replace(waiting, self.base / _CURRENT)
        self.sweep()

    def sweep(self) -> None:
        """Remove every build that is not in use. Under the lock."""
        current = self.current()
        for build in self.base.glob(f"{_BUILD}*"):
            if build != current:
                shutil.rmtree(build, ignore_errors=True)


def _made_by() -> dict[str, object]:
    return {"analyser": analyser_version(), "schema": SCHEMA_VERSION}
