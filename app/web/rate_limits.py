"""How often something may be done: counted in a small SQLite file of its own, which may be lost without harm.

`RATE_LIMITS=off` turns it off for measuring; production refuses that setting.
"""

import ipaddress
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from flask import current_app, request

from app.web.errors import TooMany

LIMITS: dict[str, tuple[int, int]] = {
    # name: (times, seconds)
    "sign_in_account": (10, 300),
    "sign_in_device": (10, 300),  # instead of the account's, where the person has signed in before
    "sign_in_network": (60, 300),
    "sign_in_all": (1000, 300),
    "reset_address": (3, 1800),
    "apply_network": (10, 1800),
    "posts": (10, 600),
    "votes": (30, 60),
    "search": (60, 60),
    "uploads": (30, 1800),
    "messages": (10, 3600),
    "kept_forms": (20, 1800),
    "api": (300, 300),
    "suggestions": (600, 300),  # one at each letter, and an office shares its network
    "csp_reports": (30, 300),
}


def network() -> str:
    """The caller's network: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        address = ipaddress.ip_address((request.remote_addr or "").split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, 64), strict=False))
        address = address.ipv4_mapped
    return str(address)


def count(name: str, key: str) -> None:
    """Count one attempt; raises TooMany with the seconds to wait when the limit of `name` is reached for `key`."""
    wait = _count(name, key)
    if wait:
        raise TooMany(retry_after=wait)


def is_over(name: str, key: str) -> bool:
    """Count one attempt and say whether it was one too many, for callers that must answer alike in both cases."""
    return bool(_count(name, key))


def forget(name: str, key: str) -> None:
    """Start counting anew, after a success."""
    if current_app.config["RATE_LIMITS"]:
        with closing(_connect()) as connection, connection:
            connection.execute("DELETE FROM hits WHERE bucket = ?", (f"{name}:{key}",))


def _count(name: str, key: str) -> int:
    if not current_app.config["RATE_LIMITS"]:
        return 0
    times, seconds = LIMITS[name]
    try:
        return _count_in_file(f"{name}:{key}", times, seconds, time.time())
    except sqlite3.OperationalError:  # no turn within its time, a full disk: the limit gives way, the person does not
        return 0
    except sqlite3.DatabaseError:  # a damaged file; its loss harms nobody
        for part in ("", "-wal", "-shm"):
            _path().with_name(_path().name + part).unlink(missing_ok=True)
        return 0


def _count_in_file(bucket: str, times: int, seconds: int, now: float) -> int:
    with closing(_connect()) as connection, connection:
        connection.execute("DELETE FROM hits WHERE at < ?", (now - 3600,))
        rows = connection.execute(
            "SELECT at FROM hits WHERE bucket = ? AND at > ? ORDER BY at", (bucket, now - seconds)
        ).fetchall()
        if len(rows) >= times:
            return max(1, int(rows[0][0] + seconds - now) + 1)
        connection.execute("INSERT INTO hits (bucket, at) VALUES (?, ?)", (bucket, now))
    return 0


def _connect() -> sqlite3.Connection:
    connection = sqlite3.connect(_path(), timeout=5)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("CREATE TABLE IF NOT EXISTS hits (bucket TEXT NOT NULL, at REAL NOT NULL)")
    connection.execute("CREATE INDEX IF NOT EXISTS hits_bucket ON hits (bucket, at)")
    return connection


def _path() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "limits.sqlite"
