"""`flask worker`: the background worker as a process of its own."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.jobs.worker import Worker, run_all_jobs

worker = AppGroup("worker", help="Do what follows a change: index, e-mail, notices.")


@worker.command("run")
def run() -> None:
    """Work until stopped with SIGTERM or Ctrl-C."""
    Worker(current_app._get_current_object()).run()  # type: ignore[attr-defined]


@worker.command("once")
def once() -> None:
    """Do everything that is due now and stop."""
    click.echo(f"{run_all_jobs()} jobs done.")
