"""Where a page's time goes: requests inside this process under cProfile, the dearest functions printed."""

import cProfile
import io
import pstats
import re
from collections.abc import Sequence

from flask import Flask

from tools.bench.measuring import open_in_process
from tools.bench.pages import PageType

REQUESTS, LINES = 30, 25


def profile(app: Flask, pages: Sequence[PageType]) -> str:
    """For each page the functions that took most, by their own time and with what they call."""
    told = []
    for page in pages:
        for request in page.requests(3):
            open_in_process(app, request)
        prepared = page.requests(REQUESTS)
        profiler = cProfile.Profile()
        profiler.enable()
        for request in prepared:
            open_in_process(app, request)
        profiler.disable()
        told.append(f"\n== {page.name}, {REQUESTS} requests ==\n{_words(profiler)}")
    return "\n".join(told)


def _words(profiler: cProfile.Profile) -> str:
    text = io.StringIO()
    statistics = pstats.Stats(profiler, stream=text)
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(LINES)
    return re.sub(r"/\S*/(site-packages|python3\.\d+)/", "", text.getvalue())
