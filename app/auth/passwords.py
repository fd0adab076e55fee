"""Passwords: Argon2id, four plain rules, and the same work for an account that does not exist."""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError
from flask import current_app
from flask_babel import gettext as _

from app.lib.limits import PASSWORD_MAX, PASSWORD_MIN
from app.lib.polish import fold

OWN_WORDS = ("mcps", "mazowsze", "rzecznik", "rzeczniczka", "wspolnyglos", "wspolny glos")
# What the lists of stolen passwords are made of; a password that is nothing but these and digits is guessed first.
COMMON_WORDS = frozenset(
    "password passw0rd haslo tajne qwertyuiop qwertz qwerty asdfghjkl asdfgh zxcvbnm zaq12wsx 1qaz2wsx 1q2w3e4r qazwsx abcdefghijkl "
    "abc admin administrator administracja uzytkownik welcome witaj letmein changeme zmienmnie login test start master dragon football "
    "baseball princess sunshine superman batman samsung matrix iloveyou kocham kochanie monika kasia marcin mateusz agnieszka bartek "
    "michal karolina natalia wojtek damian polska warszawa gmina urzad gops ops sekretariat legia wisla lato zima wiosna jesien "
    "internet komputer trustno correct horse battery staple mojehaslo niepamietam zapomnialem dziendobry".split()
)
_FILLER = " 0123456789!@#$%^&*.,-_+=?"
_AT_ONCE = threading.BoundedSemaphore(2)  # each takes 19 MiB and a core


@lru_cache
def _hasher(cost: str) -> PasswordHasher:
    if cost == "cheap":  # tests
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's Argon2id set


@lru_cache
def _nobody(cost: str) -> str:
    return _hasher(cost).hash("nobody has this password")


def _current() -> PasswordHasher:
    return _hasher(current_app.config["PASSWORD_COST"])


def hash_password(password: str) -> str:
    """The hash to store. Never inside a unit of work: it takes a tenth of a second."""
    with _AT_ONCE:
        return _current().hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; as slow for an unknown account (None) as for a known one."""
    with _AT_ONCE:
        try:
            fitting = _current().verify(
                stored or _nobody(current_app.config["PASSWORD_COST"]), password[: PASSWORD_MAX + 1]
            )
        except (VerifyMismatchError, VerificationError, InvalidHashError):
            return False
    return bool(fitting and stored)


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with other costs than today's."""
    return _current().check_needs_rehash(stored)


def complaint(password: str, *, name: str = "", email: str = "") -> str | None:
    """Why this password will not do, in a sentence, or None. Any characters are welcome; nothing must be mixed."""
    if len(password) < PASSWORD_MIN:
        return _(
            "A password needs at least %(n)d characters. Four words in a row are easy to remember.", n=PASSWORD_MIN
        )
    if len(password) > PASSWORD_MAX:
        return _("A password may have at most %(n)d characters.", n=PASSWORD_MAX)
    plain = fold(password)
    if len(set(plain)) < 5 or re.fullmatch(r"(.{1,5})\1+.?", plain) or _without(plain, COMMON_WORDS) < _ENOUGH:
        return _("This password is one of those that attackers try first. Choose another.")
    own = (*OWN_WORDS, *fold(name).split(), fold(email), fold(email.split("@")[0]))
    if _without(plain, {*own, *COMMON_WORDS}) < _ENOUGH:
        return _("This password is made of your name, your address or the name of this site. Choose another.")
    return None


_ENOUGH = 6


def _without(password: str, words: Iterable[str]) -> int:
    """How many characters stay when these words, digits and marks are taken away."""
    for word in sorted((word for word in words if len(word) > 2), key=len, reverse=True):
        password = password.replace(word, "")
    return len("".join(character for character in password if character not in _FILLER))
