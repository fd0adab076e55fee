"""How long something takes, in seconds of an idle machine of our kind: a busy or slower one is taken into account.

Tests run beside others, and a processor that is shared counts more seconds for the same work. So a bar of seconds is
held against the work's time divided by how slow a known piece of work was just before and just after it.
"""

import time
from collections.abc import Callable

_YARDSTICK_SECONDS = 0.010


def idle_seconds(work: Callable[[], object], enough: float, tries: int = 3) -> float:
    """The quickest of some tries; the first that takes less than `enough` is the last."""
    found = []
    for _ in range(tries):
        before = _yardstick()
        started = time.process_time()
        work()
        seconds = time.process_time() - started
        found.append(seconds * _YARDSTICK_SECONDS * 2 / (before + _yardstick()))
        if found[-1] < enough:
            break
    return min(found)


def assert_quick(work: Callable[[], object], seconds: float) -> None:
    """The work takes less than so many seconds of an idle machine."""
    assert idle_seconds(work, seconds) < seconds


def _yardstick() -> float:
    """The seconds of a fixed piece of work: words, a table, numbers."""
    started = time.process_time()
    seen: dict[str, int] = {}
    for number in range(30_000):
        word = str(number % 977)
        seen[word] = seen.get(word, 0) + len(word)
    return time.process_time() - started
