"""A number for every request: in the log, in audit events and on error pages, so that a person can name what happened."""

import secrets

from flask import g


def request_id() -> str:
    """The number of this request."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(6)
    found: str = g.request_id
    return found
