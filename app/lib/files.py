"""Files that are there after a power cut: written aside, flushed, renamed; kept under random names.

Names that people gave are never part of a path. Who may read a file is asked by the view that gives it out.
"""

import os
import re
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{1,8}")
_ASIDE: Final = ".part"


class FileRefused(ValueError):
    """The name is not one that `keep` gives."""


def write_durably(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Write a whole file so that after any failure there is either the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{secrets.token_hex(8)}{_ASIDE}")
    try:
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    _flush_folder(path.parent)


def keep(folder: Path, data: bytes, ending: str) -> str:
    """Store the bytes under a new random name and return it. `ending` comes from our own table of types."""
    name = f"{secrets.token_hex(16)}.{ending}"
    write_durably(safe_path(folder, name), data)
    return name


def safe_path(folder: Path, name: str) -> Path:
    """Where the file of that name lies; refuses every name that is not one of ours (FileRefused)."""
    if not _NAME.fullmatch(name):
        raise FileRefused(f"no stored file has a name like {name[:80]!r}")
    return folder / name


def read(folder: Path, name: str) -> bytes:
    """The bytes kept under that name; FileNotFoundError when they are gone."""
    return safe_path(folder, name).read_bytes()


def remove(folder: Path, name: str) -> None:
    """Forget the file for good; that it is gone already is no error."""
    safe_path(folder, name).unlink(missing_ok=True)
    if folder.is_dir():
        _flush_folder(folder)


def orphans(folder: Path, known: Collection[str], written_before: float) -> Iterator[str]:
    """Names of kept files that no row knows and that are older than the given time (seconds since 1970)."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if _NAME.fullmatch(path.name) and path.name not in known and path.stat().st_mtime < written_before:
            yield path.name


def _flush_folder(folder: Path) -> None:
    """A new name is safe only when the folder has been flushed as well."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
