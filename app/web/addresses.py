"""What a request may hold: numbers that a database can look for, text without the zero byte, a bounded form."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request
from werkzeug.routing import IntegerConverter, Map

from app.lib import limits

View = TypeVar("View", bound=Callable[..., Any])
LARGEST = 2**31 - 1  # the integer column of PostgreSQL; a larger number belongs to nothing


class Number(IntegerConverter):
    """`<int:…>` in an address; a number too large for a key is an address that leads nowhere (404)."""

    def __init__(self, map: Map, **options: Any) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


def row_number(text: str | None) -> int:
    """The number of a row that came as text, in a field or an argument; 0, which no row has, for anything else."""
    if not text or not (text.isascii() and text.isdecimal()) or len(text) > len(str(LARGEST)):
        return 0
    return int(text) if int(text) <= LARGEST else 0


def takes_files(view: View) -> View:
    """Mark a view whose form may bring files; everywhere else a body is small, however it is packed."""
    view._takes_files = True  # type: ignore[attr-defined]
    return view


def refuse_zero_byte() -> None:
    """Before each request: no database can look for a text with the zero byte, and no person types one."""
    if "\0" in request.path or "%00" in request.query_string.decode("ascii", "replace"):
        abort(400)


def refuse_endless_form() -> None:
    """Before each request: a form that is larger, or has more fields, than any page of ours sends.

    Werkzeug bounds the text of forms with files only; giving megabytes or thousands of fields back would take seconds.
    """
    if not _may_bring_files():
        request.max_content_length = limits.REQUEST
    if sum(map(len, request.form.listvalues())) > limits.PLAIN_FORM_FIELDS:
        abort(413)


def _may_bring_files() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return request.mimetype == "multipart/form-data" and hasattr(view, "_takes_files")


def init_app(app: Flask) -> None:
    """Put them in their places, before any address is registered."""
    app.url_map.converters["int"] = Number
    app.before_request(refuse_zero_byte)
    app.before_request(refuse_endless_form)
