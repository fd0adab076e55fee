"""Gzip for pages: visitors' pages at answer (static files are compressed once, in advance, by `assets`).

Pages of signed-in people and pages with a form are left alone: they hold a token beside text that others can
influence (BREACH).
"""

import gzip

from flask import Flask, Response, g, request

WORTH_IT = 1_000
TYPES = ("text/html", "application/json", "application/feed+json", "image/svg+xml")


def init_app(app: Flask) -> None:
    """Compress what is worth it for those who ask for it."""

    @app.after_request
    def _compress(response: Response) -> Response:
        if response.mimetype not in TYPES or response.direct_passthrough or response.is_streamed:
            return response
        response.vary.add("Accept-Encoding")
        if (
            not request.accept_encodings["gzip"]
            or "Content-Encoding" in response.headers
            or _holds_secrets()
            or (response.content_length or 0) < WORTH_IT
        ):
            return response
        response.set_data(gzip.compress(response.get_data(), compresslevel=5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        return response


def _holds_secrets() -> bool:
    viewer = g.get("_login_user")
    return "csrf_token" in g or (viewer is not None and viewer.is_authenticated)
