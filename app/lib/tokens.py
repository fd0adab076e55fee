"""Secrets that are sent once, and the chain of hashes that makes a record hard to bend.

Who may use a token, for what and until when is known by the feature that made it.
"""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

CHAIN_START: Final = "0" * 64


def new_token() -> str:
    """256 random bits for a cookie or a link; kept only as `token_hash`."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """SHA-256 in hex. A plain hash is enough, because the token itself cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def same_token(token: str, stored_hash: str) -> bool:
    """Compare in a time that tells nothing about the stored hash."""
    return hmac.compare_digest(token_hash(token).encode(), stored_hash.encode("utf-8", "surrogatepass"))


def canonical_json(value: Any) -> str:
    """JSON that is written in one way only: keys sorted, no spaces, NFC, no floating numbers.

    Floating numbers are refused with TypeError, since two programs may write the same one differently.
    """
    return json.dumps(_canonical(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def _canonical(value: Any) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list | tuple):
        return [_canonical(one) for one in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("canonical JSON takes texts as keys")
        return {unicodedata.normalize("NFC", key): _canonical(one) for key, one in value.items()}
    raise TypeError(f"canonical JSON takes no {type(value).__name__}")


def canonical_time(moment: datetime) -> str:
    """UTC with microseconds, always 27 characters: 2026-11-24T13:00:00.000000Z."""
    if moment.tzinfo is None:
        raise ValueError("a time without zone has no canonical form")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def chain_hash(previous: str, place: str, number: int, at: datetime, kind: str, payload: Any) -> str:
    """The hash of one entry of a record: place, number, time, kind, canonical JSON and the hash before it."""
    line = canonical_json([place, number, canonical_time(at), kind, payload, previous])
    return hashlib.sha256(line.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ChainEntry:
    """One entry as it was stored, for checking."""

    place: str
    number: int
    at: datetime
    kind: str
    payload: Any
    previous: str
    hash: str


def first_break(entries: Iterable[ChainEntry], start: str = CHAIN_START, first_number: int = 1) -> int | None:
    """The number of the first entry that does not follow from those before it; None when the chain holds."""
    previous, number = start, first_number
    for entry in entries:
        if entry.number != number or entry.previous != previous:
            return number
        try:
            computed = chain_hash(previous, entry.place, entry.number, entry.at, entry.kind, entry.payload)
        except (TypeError, ValueError):
            return number
        if computed != entry.hash:
            return number
        previous, number = entry.hash, number + 1
    return None
