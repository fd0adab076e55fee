"""Log lines as JSON: request number, rule (never the path), status, milliseconds, internal person number, and why a
request was refused (docs/decisions/0012). Nothing typed."""

import json
import logging
import sys
import time
from typing import Any

from flask import Flask, Response, g, request

from app.lib import clock
from app.web.request_ids import request_id

EXTRA = ("request_id", "rule", "method", "status", "ms", "person", "kind", "refused")


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": clock.now().isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update({name: getattr(record, name) for name in EXTRA if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            # Kind and place only: the message of an error can hold what a person typed.
            line["error"] = record.exc_info[0].__name__
            trace = record.exc_info[2]
            places = []
            while trace is not None:
                places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
                trace = trace.tb_next
            line["where"] = places[-6:]
        return json.dumps(line, ensure_ascii=False)


def init_app(app: Flask) -> None:
    """Log every request once; in tests, stay silent unless asked."""
    if not logging.getLogger("app").handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger = logging.getLogger("app")
        logger.addHandler(handler)
        logger.setLevel(logging.INFO if app.config["MODE"] == "production" else logging.WARNING)
        logger.propagate = app.config["MODE"] == "testing"
    requests = logging.getLogger("app.requests")

    @app.before_request
    def _start() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _line(response: Response) -> Response:
        requests.info(
            "request",
            extra={
                "request_id": request_id(),
                "rule": request.url_rule.rule if request.url_rule else "-",
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
                # Only who was looked up for the answer: a static file needs no question to the database.
                "person": g.get("person_id"),
                **({"refused": g.refused} if "refused" in g else {}),
            },
        )
        return response
