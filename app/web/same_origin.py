"""Whether a request comes from one of our own pages, by what the browser says of itself."""

from urllib.parse import urlsplit

from flask import request

from app.web.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin() -> bool:
    """True for our own pages; also for clients that send no such header (they have no ambient cookies to abuse)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    said = request.headers.get("Origin") or request.headers.get("Referer")
    return said is None or _host_of(said) == request.host


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).netloc
    except ValueError:
        return ""


def refuse_foreign_origin() -> None:
    """Before each request that changes something."""
    if request.method not in SAFE and not request.path.startswith("/api/") and not is_same_origin():
        raise Forbidden


def safe_next(target: str | None) -> str | None:
    """A path of ours to go on to, or None: one leading slash, no backslash, no control characters, known to our router."""
    from flask import current_app
    from werkzeug.exceptions import HTTPException

    if not target or not target.startswith("/") or target.startswith("//") or "\\" in target:
        return None
    if any(ord(character) < 0x20 for character in target) or len(target) > 2000:
        return None
    adapter = current_app.create_url_adapter(request)
    try:
        if adapter is None:
            return None
        adapter.match(urlsplit(target).path, method="GET")
    except HTTPException:
        return None
    return target
