"""The same server for the yardstick: everything of tools/gunicorn_conf.py but the cares of the application."""

from typing import Any

from tools.gunicorn_conf import *  # noqa: F403


def post_fork(server: Any, worker: Any) -> None:  # type: ignore[no-redef]
    """The bare page has no database."""


def when_ready(server: Any) -> None:  # type: ignore[no-redef]
    """Nor anything to share."""
