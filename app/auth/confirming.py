"""The password once more, not older than a quarter of an hour, before what gives or takes power: `@confirmed_recently`."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.auth.sessions import current_session
from app.lib import clock
from app.web.kept_forms import bind_to_browser, keep_form_for_after_sign_in, posted_fields
from app.web.same_origin import safe_next

View = TypeVar("View", bound=Callable[..., Any])
FRESH_FOR = timedelta(minutes=15)
MARKS = ("submission_id", "lock_version")


def confirmed_recently(view: View) -> View:
    """Let through who gave the password lately; others give it first. Stands under `@requires` or `@signed_in`.

    A page opens afterwards; a form that was sent is kept and shown to be sent again.
    """

    @wraps(view)
    def asked(*arguments: Any, **options: Any) -> Any:
        if is_confirmed():
            return view(*arguments, **options)
        return _ask_for_password()

    asked._confirmed = True  # type: ignore[attr-defined]
    return cast(View, asked)


def is_confirmed() -> bool:
    """Whether the password was given in this session within the last quarter of an hour."""
    session = current_session()
    return session is not None and clock.now() - session.confirmed_at <= FRESH_FOR


def _ask_for_password() -> ResponseReturnValue:
    if request.method in ("GET", "HEAD"):
        target = request.full_path if request.query_string else request.path
        return redirect(url_for("auth.confirm_password", next=target))
    came_from = _came_from()
    if came_from and all(field.name in MARKS for field in posted_fields()):  # a button alone: its page says more
        return redirect(url_for("auth.confirm_password", next=came_from), code=303)
    kept = keep_form_for_after_sign_in()
    response = redirect(url_for("auth.confirm_password", next=came_from, zachowane=kept), code=303)
    if kept is not None:
        bind_to_browser(response, kept)  # type: ignore[arg-type]
    return response


def _came_from() -> str | None:
    try:
        parts = urlsplit(request.referrer or "")
    except ValueError:
        return None
    return safe_next(f"{parts.path}?{parts.query}".rstrip("?")) if parts.netloc == request.host else None
