"""Who may open a view: everybody (`@public`), who is signed in (`@signed_in`), or whom a policy names (`@requires`).

Every view must say one of the three, or the application does not start. Rules about single things are asked in the
actions and queries; here stands only the door.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.web.errors import Forbidden
from app.web.kept_forms import bind_to_browser, keep_form_for_after_sign_in
from app.web.same_origin import is_same_origin

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Open to visitors."""
    view._access = "public"  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to every account."""
    view._access = "signed_in"  # type: ignore[attr-defined]
    return view


def requires(rule: Callable[[Any], bool]) -> Callable[[View], View]:
    """Open to accounts for which `rule(user)` is true; others get 403."""

    def mark(view: View) -> View:
        view._access = rule  # type: ignore[attr-defined]
        return view

    return mark


def authorize(allowed: bool) -> None:
    """Refuse with 403 unless the policy said yes. The first line of an action."""
    if not allowed:
        raise Forbidden


def access_of(app: Flask, endpoint: str) -> Any:
    """What the view of an endpoint declares: "public", "signed_in", a rule, or None."""
    view = app.view_functions[endpoint]
    declared = getattr(view, "_access", None)
    if declared is None and hasattr(view, "view_class"):
        declared = getattr(view.view_class, "_access", None)
    return declared


def check_every_view(app: Flask) -> None:
    """Stop the start when a view does not say who may open it."""
    silent = sorted(endpoint for endpoint in app.view_functions if access_of(app, endpoint) is None)
    if silent:
        raise RuntimeError("views without @public, @signed_in or @requires: " + ", ".join(silent))


def guard() -> ResponseReturnValue | None:
    """Before each request: a visitor at a closed door is sent to sign in, a signed-in person without right gets 403."""
    if request.endpoint is None:
        return None
    declared = access_of(current_app, request.endpoint)
    if declared == "public":
        return None
    if not current_user.is_authenticated:
        return _send_to_sign_in()
    if callable(declared) and not declared(current_user):
        raise Forbidden
    return None


def _send_to_sign_in() -> ResponseReturnValue:
    from flask import url_for

    if request.path.startswith("/api/"):
        raise Forbidden
    if request.method in ("GET", "HEAD"):
        target = request.full_path if request.query_string else request.path
        return redirect(url_for("auth.sign_in", next=target))
    kept = keep_form_for_after_sign_in() if is_same_origin() else None
    response = redirect(url_for("auth.sign_in", zachowane=kept), code=303)
    if kept is not None:
        bind_to_browser(response, kept)  # type: ignore[arg-type]
    return response
