"""Every refusal becomes a page (or JSON under /api/) that says what happened and what to do; what was typed comes back."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from app.web.errors import Conflict, DomainError, NotFound, StaleEdit
from app.web.kept_forms import posted_fields
from app.web.request_ids import request_id
from app.web.same_origin import is_same_origin, safe_next

log = logging.getLogger("app.errors")


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DomainError, _refused)
    app.register_error_handler(CSRFError, _token_refused)
    app.register_error_handler(StaleDataError, lambda error: _refused(StaleEdit()))
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _broken)


def _refused(error: DomainError) -> ResponseReturnValue:
    response = _answer(error.status, error.code, str(error.message), str(error.what_now or ""), error)
    if retry := getattr(error, "retry_after", None):
        response.headers["Retry-After"] = str(retry)
    return response


def _token_refused(error: CSRFError) -> ResponseReturnValue:
    return _answer(
        400,
        "form_token",
        _("The page was open for a long time, so we need you to confirm that it is you who sends this."),
        _("Check the text below and send it again. Nothing was lost."),
        error,
    )


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    if isinstance(error, SecurityError):  # a foreign host name: no address can be made, so no page either
        return make_response("This site does not answer to that name.\n", 400, {"Content-Type": "text/plain"})
    if code >= 500 and code != 503:
        return _broken(error)
    title, what_now = _words(code)
    response = _answer(code, (error.name or "error").lower().replace(" ", "_"), title, what_now, error)
    for header in ("Allow", "Retry-After"):
        for name, value in error.get_headers():
            if name == header:
                response.headers[name] = value
    return response


def _broken(error: Exception) -> ResponseReturnValue:
    """The page of a fault of ours: no database, no session, no translation that could fail in turn."""
    log.exception("unhandled error", extra={"rule": _rule()})
    if _wants_json():
        body = {"error": {"code": "internal_error", "message": "Something broke on our side.", "id": request_id()}}
        return make_response(jsonify(body), 500)
    fields = _fields_to_give_back()
    # Not `render_template`: what the frame of other pages asks for (account, notices) may be what broke.
    page = current_app.jinja_env.get_template("errors/500.html")
    return make_response(page.render(incident=request_id(), fields=fields), 500)


def _answer(status: int, code: str, message: str, what_now: str, error: Exception) -> Response:
    g.refused = code
    if _wants_json():
        return make_response(jsonify({"error": {"code": code, "message": message, "id": request_id()}}), status)
    context: dict[str, Any] = {
        "status": status,
        "code": code,
        "message": message,
        "what_now": what_now,
        "incident": request_id(),
        "action": request.full_path.rstrip("?"),
    }
    if isinstance(error, StaleEdit) and error.lock_version is not None:
        return make_response(_stale_page(error, context), status)
    fields = _fields_to_give_back()
    # What the state of things forbids would be refused again: the text is given back to be copied, not to be sent.
    is_final = status in (403, 404, 405) or (isinstance(error, Conflict) and not isinstance(error, StaleEdit))
    if fields and not is_final:
        return make_response(render_template("errors/resubmit.html", fields=fields, **context), status)
    if isinstance(error, NotFound) or status == 404:
        return make_response(render_template("errors/404.html", **context), status)
    typed = [field for field in fields if field.long or " " in field.value]
    return make_response(render_template("errors/page.html", typed=typed, back=_came_from(), **context), status)


def _stale_page(error: StaleEdit, context: dict[str, Any]) -> str:
    from app.lib.word_diff import word_diff

    fields = [field for field in _fields_to_give_back() if field.name != "lock_version"]
    return render_template(
        "errors/stale.html",
        mine=error.mine,
        saved=error.saved,
        parts=word_diff(error.saved, error.mine),
        lock_version=error.lock_version,
        fields=fields,
        **context,
    )


def _came_from() -> str:
    """The page of ours whose form was refused, for a link back; empty when the browser does not say."""
    if request.method != "POST":
        return ""
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    path = f"{parts.path}?{parts.query}".rstrip("?")
    return safe_next(path) or "" if parts.netloc == request.host else ""


def _fields_to_give_back() -> list[Any]:
    """The typed fields of a form from our own pages; never those of a foreign origin."""
    if request.method != "POST" or not is_same_origin():
        return []
    try:
        return posted_fields()
    except HTTPException:  # a body over the limit cannot be read again
        return []


def _wants_json() -> bool:
    return request.path.startswith("/api/")


def _rule() -> str:
    return request.url_rule.rule if request.url_rule else "-"


def _words(code: int) -> tuple[str, str]:
    known = {
        400: (_("We could not read what was sent."), _("Go back and try again.")),
        403: (_("Your account cannot do this."), _("If you should be able to, write to the moderators.")),
        404: (
            _("There is no such page. It may have moved."),
            _("Look for it by a word, or start from the front page."),
        ),
        405: (_("This address does not work that way."), _("Go back and use the buttons on the page.")),
        413: (_("What you sent is too large."), _("A file may have at most 20 MB. Choose a smaller one.")),
        414: (_("The address is too long."), _("Use fewer words or filters.")),
        415: (_("We cannot read this kind of file or text."), _("Send it in another format.")),
        429: (_("Too many attempts in a short time. Wait a moment and try again."), ""),
        503: (_("The service is busy or being repaired."), _("Try again in a few minutes.")),
    }
    return known.get(code, (_("This cannot be done now."), _("Go back and try again.")))
