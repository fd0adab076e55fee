"""The table of figures with the bars beside them, for the terminal and for docs/benchmarks.md."""

import os
import platform
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.lib import clock
from tools.bench.measuring import YARDSTICK, Figures
from tools.bench.pages import TOPIC, PageType

MOST_STATEMENTS = 12  # of any page: the one bar that binds already; an answer, which writes, has its own of 13
MOST_MEMORY = 200  # MiB of the web processes
HEAD = (
    "page",
    "CPU ms",
    "× yardstick",
    "lowest–highest",
    "bar",
    "SQL",
    "bar",
    "p50 ms",
    "p95 ms",
    "yardstick p50, p95",
    "bytes",
)


@dataclass(frozen=True)
class Conditions:
    """What the figures depend on, in words."""

    database: str
    rounds: int
    requests: int
    memory: float
    worker_per_reply: float

    def lines(self) -> list[str]:
        gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
        return [
            f"{clock.today():%d %B %Y}; {os.cpu_count()} cores, {gibibytes:.0f} GiB of memory, {platform.system()}; "
            f"Python {platform.python_version()}, {self.database}.",
            f"{self.rounds} rounds of {self.requests} requests a page, at 4 connections that are kept open; "
            f"load average afterwards {os.getloadavg()[0]:.1f}.",
            f"Memory of the web processes (proportional): {self.memory:.0f} MiB, bar {MOST_MEMORY}. "
            f"Work left to the worker by an answer: {self.worker_per_reply:.0f} ms of CPU.",
        ]


def sqlite_words() -> str:
    return f"SQLite {sqlite3.sqlite_version}"


def rows(pages: Sequence[PageType], found: Sequence[Figures], bare: Figures) -> list[tuple[str, ...]]:
    """The table's cells, the yardstick first. A figure over its bar is marked with "!"."""
    topic = next((one for page, one in zip(pages, found, strict=True) if page.name == TOPIC), None)
    yardstick = (
        YARDSTICK, f"{bare.usual_cpu:.2f}", "1", _span([cpu / bare.usual_cpu for cpu in bare.cpu]), "", "0", "",
        f"{bare.wait(0.5):.1f}", f"{bare.wait(0.95):.1f}", "", f"{bare.bytes:,.0f}",
    )  # fmt: skip
    return [yardstick, *(_row(page, one, topic) for page, one in zip(pages, found, strict=True))]


def _row(page: PageType, figures: Figures, topic: Figures | None) -> tuple[str, ...]:
    times, bar = f"{figures.usual_times:.1f}", f"≤ {page.most_times:g}" if page.most_times else ""
    over = page.most_times is not None and figures.usual_times > page.most_times
    if page.most_of_topic and topic:
        share = figures.usual_times / topic.usual_times
        times, bar = f"{times} ({share:.2f} of a topic)", f"≤ {page.most_of_topic:g} of a topic"
        over = share > page.most_of_topic
    statements = (
        str(figures.again) if figures.first == figures.again else f"{figures.again}, first time {figures.first}"
    )
    most = page.most_statements or MOST_STATEMENTS
    return (
        page.name,
        f"{figures.usual_cpu:.1f}",
        f"{times}{' !' if over else ''}",
        _span(figures.times),
        bar,
        f"{statements}{' !' if figures.statements > most else ''}",
        f"≤ {most}",
        f"{figures.wait(0.5):.1f}",
        f"{figures.wait(0.95):.1f}",
        f"{figures.yardstick_wait(0.5):.1f}, {figures.yardstick_wait(0.95):.1f}",
        f"{figures.bytes:,.0f}",
    )


def _span(values: Sequence[float]) -> str:
    return f"{min(values):.1f}–{max(values):.1f}"


def as_text(table: Sequence[Sequence[str]]) -> str:
    """For the terminal: columns of equal width."""
    whole = [HEAD, *table]
    widths = [max(len(row[column]) for row in whole) for column in range(len(HEAD))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in whole]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


def as_markdown(table: Sequence[Sequence[str]], conditions: Conditions) -> str:
    """For the page in docs."""
    lines = [" | ".join(HEAD), " | ".join(["---"] + ["---:"] * (len(HEAD) - 1)), *(" | ".join(row) for row in table)]
    told = "\n".join(f"- {line}" for line in conditions.lines())
    return "\n".join(f"| {line} |" for line in lines) + f"\n\n{told}\n"


def write(page: Path, name: str, text: str) -> None:
    """Put the text between the page's marks `<!-- name -->` and `<!-- end name -->`; all else there stays."""
    begin, end = f"<!-- {name} -->\n", f"<!-- end {name} -->"
    before = page.read_text(encoding="utf-8")
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    if not pattern.search(before):
        raise LookupError(f"{page.name} has no place {begin.strip()} … {end}")
    page.write_text(pattern.sub(lambda _found: begin + text + end, before), encoding="utf-8")


def too_many_statements(pages: Sequence[PageType], found: Sequence[Figures]) -> list[str]:
    """Sentences about pages that need more statements than any page may."""
    refusals = []
    for page, figures in zip(pages, found, strict=True):
        most = max(MOST_STATEMENTS, page.most_statements or 0)
        if figures.statements > most:
            refusals.append(f"{page.name}: {figures.statements} SQL statements, at most {most} are allowed")
    return refusals
