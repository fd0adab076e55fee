"""What an address may hold: numbers that a database can look for, and text without the zero byte."""

from flask import Flask, abort, request
from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1  # the integer column of PostgreSQL; a larger number belongs to nothing


class Number(IntegerConverter):
    """`<int:…>` in an address; a number too large for a key is an address that leads nowhere (404)."""

    def __init__(self, map: Map, **options: int) -> None:
        super().__init__(map, **{"max": LARGEST, **options})


def refuse_zero_byte() -> None:
    """Before each request: no database can look for a text with the zero byte, and no person types one."""
    if "\0" in request.path or "%00" in request.query_string.decode("ascii", "replace"):
        abort(400)


def init_app(app: Flask) -> None:
    """Put both in their places, before any address is registered."""
    app.url_map.converters["int"] = Number
    app.before_request(refuse_zero_byte)
