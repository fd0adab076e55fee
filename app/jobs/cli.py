"""`flask worker`: the background worker as a process of its own."""

import click
from flask import current_app
from flask.cli import AppGroup

from app.jobs.worker import Worker, run_all_jobs
from app.web.fitness import refuse_unfit_database

worker = AppGroup("worker", help="Do what follows a change: index, e-mail, notices.")


@worker.command("run")
def run() -> None:
    """Work until stopped with SIGTERM or Ctrl-C."""
    refuse_unfit_database(current_app._get_current_object())  # type: ignore[attr-defined]
    Worker(current_app._get_current_object()).run()  # type: ignore[attr-defined]


@worker.command("once")
def once() -> None:
    """Do everything that is due now and stop."""
    click.echo(f"{run_all_jobs()} jobs done.")
