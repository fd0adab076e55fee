"""Security headers of every answer; the content security policy is this one string."""

import secrets

from flask import Flask, Response, g, request, session

CSP = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; report-uri /csp"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


def csp_nonce() -> str:
    """The nonce of this answer's scripts: 128 fresh bits."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def init_app(app: Flask) -> None:
    """Put the headers on every answer and the nonce within reach of templates."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", CSP.format(nonce=csp_nonce()))
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store" if _is_for_one(response) else "no-cache"
        return response


def _is_for_one(response: Response) -> bool:
    """Whether the answer is made for one reader: an account, a form token, a flashed sentence, a cookie, an error.

    flask-login is not asked: who was not looked up while the page was made does not stand on it, and on the page of a
    broken database the question itself would fail.
    """
    viewer = g.get("_login_user")
    return (
        request.endpoint is None
        or (viewer is not None and viewer.is_authenticated)
        or "csrf_token" in g
        or session.modified
        or "Set-Cookie" in response.headers
    )
