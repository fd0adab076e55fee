"""The only clock of the house: everything that asks for the time asks here, so that a test can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WARSAW = ZoneInfo("Europe/Warsaw")

_set: datetime | None = None


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _set if _set is not None else datetime.now(UTC)


def today() -> date:
    """The calendar day in Warsaw."""
    return now().astimezone(WARSAW).date()


def local(moment: datetime) -> datetime:
    """A moment as clocks in Warsaw show it."""
    return moment.astimezone(WARSAW)


def end_of_day(day: date) -> datetime:
    """The last second of a day in Warsaw, in UTC; deadlines given as a day end here."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=WARSAW).astimezone(UTC)


def set_to(moment: datetime | None) -> None:
    """Stop the clock at an aware moment (tests only); None lets it run again."""
    global _set
    if moment is not None and moment.tzinfo is None:
        raise ValueError("the clock is set with an aware moment")
    _set = None if moment is None else moment.astimezone(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """As if it were another moment, inside the block: how the demonstration's past is made by the acts themselves."""
    before = _set
    set_to(moment)
    try:
        yield
    finally:
        set_to(before)


def move(**delta: float) -> datetime:
    """Move a stopped clock by `timedelta` arguments (tests only) and return the new time."""
    set_to(now() + timedelta(**delta))
    return now()
