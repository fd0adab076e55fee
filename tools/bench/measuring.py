"""Rounds of measuring: each page right after the yardstick, in another order each round, so that a ratio is of one minute."""

import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Flask

from tools.bench.client import Request, burst
from tools.bench.pages import PageType
from tools.bench.processes import Program

YARDSTICK = "constant page of 40 KB"
YARDSTICK_FACTOR = 10  # a request of it takes so little that a burst of the usual length could not be measured
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Figures:
    """What was found out about a page, round by round; times in milliseconds."""

    cpu: list[float] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    yardstick_waits: list[float] = field(default_factory=list)
    worker: list[float] = field(default_factory=list)
    """CPU of the worker that follows a request."""
    bytes: float = 0.0
    first: int = 0
    again: int = 0

    @property
    def statements(self) -> int:
        return max(self.first, self.again)

    @property
    def usual_cpu(self) -> float:
        return statistics.median(self.cpu)

    @property
    def usual_times(self) -> float:
        return statistics.median(self.times)

    def wait(self, part: float) -> float:
        """The wait that this part of the requests did not exceed."""
        return quantile(self.waits, part)

    def yardstick_wait(self, part: float) -> float:
        """The same of the yardstick in the same minutes."""
        return quantile(self.yardstick_waits, part)


@dataclass
class Target:
    """A server with its port, and what of its work happens in other processes (the database)."""

    program: Program
    port: int
    elsewhere: Callable[[], float] = lambda: 0.0

    def cpu(self) -> float:
        return self.program.cpu() + self.elsewhere()


class Bench:
    """Measures pages of the application against the yardstick."""

    def __init__(self, application: Target, yardstick: Target, worker: Program, settle: Callable[[], None]) -> None:
        self.application, self.yardstick, self.worker, self._settle = application, yardstick, worker, settle
        self.bare = Figures()

    def warm_up(self, pages: Sequence[PageType], count: int = 32) -> None:
        """Compile templates, fill the caches of both workers."""
        burst(self.yardstick.port, [Request("/")] * 200)
        for page in pages:
            burst(self.application.port, page.requests(count), connections=8)
        self._settle()

    def run(self, pages: Sequence[PageType], rounds: int, requests: int, say: Callable[[str], None]) -> list[Figures]:
        """Figures of each page, in the order of the pages."""
        found = [Figures() for _ in pages]
        chance = random.Random(4)
        for number in range(rounds):
            say(f"  round {number + 1} of {rounds} …")
            order = list(zip(pages, found, strict=True))
            chance.shuffle(order)
            for page, figures in order:
                self._measure(page, figures, requests)
        return found

    def _measure(self, page: PageType, figures: Figures, count: int) -> None:
        prepared = page.requests(count)
        bare_cpu, bare_waits, self.bare.bytes = _timed(self.yardstick, [Request("/")] * (count * YARDSTICK_FACTOR))
        worker_before = self.worker.cpu()
        cpu, waits, figures.bytes = _timed(self.application, prepared)
        self._settle()
        figures.worker.append((self.worker.cpu() - worker_before) * 1000 / count)
        figures.cpu.append(cpu)
        figures.times.append(cpu / bare_cpu)
        figures.waits += waits
        figures.yardstick_waits += bare_waits
        self.bare.cpu.append(bare_cpu)
        self.bare.waits += bare_waits


def _timed(target: Target, requests: Sequence[Request]) -> tuple[float, list[float], float]:
    """(milliseconds of CPU per request, waits in milliseconds, mean bytes)."""
    before = target.cpu()
    done = burst(target.port, requests)
    return (target.cpu() - before) * 1000 / len(requests), [one * 1000 for one in done.seconds], done.bytes


def count_statements(app: Flask, page: PageType) -> tuple[int, int]:
    """SQL statements of a page, frame and all: when the person opens it first, and once more.

    Asked of the application in this process, after a request that fills its caches. What only opens a transaction is
    not counted, as in the peers' figures.
    """
    _open(app, page.requests(1)[0])
    request = page.fresh or page.requests(1)[0]
    first = _open(app, request)
    again = _open(app, request if request.body is None else page.requests(1)[0])
    return first, again


def _open(app: Flask, request: Request) -> int:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip("( \n").upper().startswith(COUNTED):
            statements.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        answer = open_in_process(app, request)
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
    if answer != request.status:
        raise RuntimeError(f"{request.method} {request.path}: status {answer} instead of {request.status}")
    return len(statements)


def open_in_process(app: Flask, request: Request) -> int:
    """One request without a server; the status."""
    client = app.test_client(use_cookies=False)
    answer = client.open(
        request.path,
        method=request.method,
        headers=request.headers,
        data=request.body,
        base_url=f"http://127.0.0.1:{app.config['PORT']}",
    )
    return answer.status_code


def quantile(values: Sequence[float], part: float) -> float:
    """The value that this part of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def wait_until(done: Callable[[], bool], seconds: float = 120) -> None:
    """Look again and again; goes on after a while whatever the answer."""
    until = time.monotonic() + seconds
    while not done() and time.monotonic() < until:
        time.sleep(0.2)
