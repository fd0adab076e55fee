"""`python -m tools.bench`: makes the data, starts the servers, measures, prints the table and writes docs/benchmarks.md."""

import argparse
import logging
import os
import shutil
import signal
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from tools.bench import report
from tools.bench.data import is_made, make_everything, settings_of
from tools.bench.measuring import Bench, Target, count_statements, wait_until
from tools.bench.pages import REPLY, Addresses, page_types
from tools.bench.postgresql import Backends, database_on, name_for
from tools.bench.processes import Program, free_port, gunicorn, worker
from tools.bench.profiling import profile
from tools.bench.report import Conditions
from tools.bench.scale import SMALL, Scale
from tools.catalogs.compiling import compile_stale
from tools.serve import ALIVE, ROOT, say

DOCUMENT = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    options = _options()
    if sys.platform != "linux":
        say("The bench reads CPU and memory from /proc, which only Linux has.")
        return 2
    # Stopped from outside, it still ends its servers and takes its folder away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    compile_stale()
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(_folder(options.keep))
            url = ""
            if options.database:
                keep = options.keep is not None
                url = stack.enter_context(database_on(options.database, name_for(str(folder)), keep))
            return _run(options, folder, url, stack)
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def _run(options: argparse.Namespace, folder: Path, url: str, stack: ExitStack) -> int:
    port = free_port()
    environment = settings_of(folder, url, port)
    app = _application(environment)
    scale = SMALL if options.small else Scale()
    if not is_made(folder, scale):
        say("Making the data; the search index takes most of the time …")
        make_everything(app, folder, scale, say)
    server = stack.enter_context(_running("server", gunicorn("tools/gunicorn_conf.py", "wsgi:app"), environment))
    server.wait_for(f"http://127.0.0.1:{port}{ALIVE}")
    pages = page_types(Addresses(app, port))
    if options.profile:
        say(profile(app, pages))
        return 0
    say("Counting statements …")
    counted = [count_statements(app, page) for page in pages]
    jobs = stack.enter_context(_running("worker", worker(), environment))
    bare_port = free_port()
    bare_environment = {**environment, "BIND": f"127.0.0.1:{bare_port}"}
    bare = stack.enter_context(
        _running("yardstick", gunicorn("tools/bench/yardstick_conf.py", "tools.bench.yardstick:app"), bare_environment)
    )
    bare.wait_for(f"http://127.0.0.1:{bare_port}/")
    backends = Backends(url) if url else None
    application = Target(server, port, backends.cpu if backends else lambda: 0.0)
    bench = Bench(application, Target(bare, bare_port), jobs, lambda: wait_until(lambda: _all_done(app)))
    say("Measuring …")
    bench.warm_up(pages)
    found = bench.run(pages, options.rounds, options.requests, say)
    for figures, (first, again) in zip(found, counted, strict=True):
        figures.first, figures.again = first, again
    replies = next(figures for page, figures in zip(pages, found, strict=True) if page.name == REPLY)
    conditions = Conditions(
        database=backends.version() if backends else report.sqlite_words(),
        rounds=options.rounds,
        requests=options.requests,
        memory=server.memory(),
        worker_per_reply=statistics.median(replies.worker),
    )
    if backends:
        backends.close()
    table = report.rows(pages, found, bench.bare)
    say("\n" + report.as_text(table) + "\n\n" + "\n".join(conditions.lines()))
    if not options.small:
        report.write(DOCUMENT, "postgresql" if url else "sqlite", report.as_markdown(table, conditions))
        say(f"Written to {DOCUMENT.relative_to(ROOT)}.")
    refusals = report.too_many_statements(pages, found)
    for sentence in refusals:
        say(sentence)
    return 1 if refusals else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each page is measured (5)")
    parser.add_argument("--requests", type=int, default=150, help="requests a page in each round (150)")
    parser.add_argument(
        "--database", metavar="URL", help="a PostgreSQL server, on which a database is made and dropped"
    )
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="make the data in this folder and leave it, or use what lies there"
    )
    parser.add_argument("--small", action="store_true", help="few data, to try the bench itself; nothing is written")
    parser.add_argument(
        "--profile", action="store_true", help="say which functions take the time, instead of measuring"
    )
    return parser.parse_args()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """A folder outside the project, taken away afterwards; or the one that is kept."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="glos-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _running(name: str, command: list[str], environment: dict[str, str]) -> Iterator[Program]:
    program = Program(name, command, environment)
    try:
        yield program
    finally:
        program.stop()


def _application(environment: dict[str, str]) -> Flask:
    """The application in this process, on the same data: it makes them, counts statements, watches the outbox."""
    os.environ.clear()
    os.environ.update(environment)
    from app import create_app

    app = create_app()
    logging.disable(logging.INFO)
    return app


def _all_done(app: Flask) -> bool:
    """Has the worker nothing left to do?"""
    from app.extensions import db
    from app.jobs.models import Job

    with app.app_context():
        waiting = db.session.scalar(
            sa.select(sa.func.count()).select_from(Job).where(Job.done_at.is_(None), Job.given_up_at.is_(None))
        )
        db.session.remove()
    return not waiting


if __name__ == "__main__":
    sys.exit(main())
