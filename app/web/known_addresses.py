"""Addresses made once and kept: a page names fifty, most of them the same as the page before."""

from typing import Any

from flask import Flask
from flask.globals import _cv_request

MOST = 10_000  # about 3 MB; then the memory begins anew
LONGEST = 200


class AppWithKnownAddresses(Flask):
    """Flask whose `url_for` remembers what it built.

    Inside a request our addresses depend on nothing but endpoint, method and values: they have no host in them, and no
    part of the house adds values of its own. Where that does not hold, the usual way is taken.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._known: dict[tuple[Any, ...], str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """The address of an endpoint."""
        context = _cv_request.get(None)
        if context is None or endpoint[:1] == "." or values.get("_external") or values.get("_scheme"):
            return super().url_for(endpoint, **values)
        request = context.request
        # The types too: 1 and True are equal, and their addresses differ.
        key = (request.root_path, request.method, endpoint, *values.items(), *map(type, values.values()))
        try:
            found = self._known.get(key)
        except TypeError:  # a list among the values
            return super().url_for(endpoint, **values)
        if found is None:
            found = super().url_for(endpoint, **values)
            if len(found) > LONGEST:  # it holds what somebody typed, and would fill the memory
                return found
            if len(self._known) >= MOST:
                self._known = {}
            self._known[key] = found
        return found
