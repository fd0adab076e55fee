"""A request whose transaction PostgreSQL broke off in favour of another is answered anew, up to three times."""

from flask import Flask, request
from flask.typing import ResponseReturnValue

from app.extensions import db
from app.web.unit_of_work import Overtaken

TRIES = 3


class RetryingApp(Flask):
    """Flask that does an overtaken action again. Nothing of the first try is left: its transaction was undone."""

    def dispatch_request(self) -> ResponseReturnValue:
        """The answer of the view. Raises Overtaken, a 503, when the last try was overtaken as well."""
        for _ in range(TRIES - 1):
            try:
                return super().dispatch_request()
            except Overtaken:
                db.session.rollback()
                for file in request.files.values():
                    file.seek(0)
        return super().dispatch_request()
