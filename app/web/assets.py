"""Style sheets, scripts, fonts: read once at start, named by one hash of their content, kept in memory with their gzip.

The style sheets are joined into one file, in the order of their layers. Nothing is built beforehand and nothing but
blanks and comments is taken out, so what is served can be read beside what stands in `app/static`.
"""

import gzip
import hashlib
import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from app.web.access import public

SHEET = "app.css"
CSS_FIRST = ("tokens.css", "reset.css", "base.css", "layout.css")
CSS_LAST = ("utilities.css", "print.css")
COMPRESSED = {".css", ".js", ".svg", ".txt"}
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
FOR_EVER = "public, max-age=31536000, immutable"

blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """One file as it is served."""

    body: bytes
    zipped: bytes | None
    type: str
    etag: str


@dataclass(frozen=True)
class Assets:
    """All files under their names, and the version that stands in their addresses."""

    files: dict[str, Asset] = field(default_factory=dict)
    version: str = ""

    @classmethod
    def read(cls, folder: Path) -> "Assets":
        """Everything under the folder; the single style sheets become `app.css`."""
        bodies = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.suffix != ".css" and not path.name.startswith(".")
        }
        bodies[SHEET] = minified(join_sheets(folder / "css")).encode()
        whole = hashlib.sha256()
        for name in sorted(bodies):
            whole.update(name.encode() + b"\0" + hashlib.sha256(bodies[name]).digest())
        return cls({name: _asset(name, body) for name, body in bodies.items()}, whole.hexdigest()[:12])


def join_sheets(folder: Path) -> str:
    """The style sheets in the order of their layers; components stand in alphabetical order."""
    order = [
        *(folder / name for name in CSS_FIRST),
        *sorted((folder / "components").glob("*.css")),
        *(folder / name for name in CSS_LAST),
    ]
    return "\n".join(path.read_text(encoding="utf-8") for path in order)


def minified(css: str) -> str:
    """The same rules without comments and needless blanks; quoted text stays untouched."""
    parts = re.split(r'("[^"\n]*")', re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    return "".join(part if index % 2 else _without_blanks(part) for index, part in enumerate(parts)).strip()


def _without_blanks(css: str) -> str:
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,>]) ?", r"\1", css)
    # Only after a colon: before one, a blank is the step to a descendant (".search :focus-visible").
    return css.replace(": ", ":").replace(";}", "}")


def _asset(name: str, body: bytes) -> Asset:
    suffix = Path(name).suffix
    kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    zipped = gzip.compress(body, 9, mtime=0) if suffix in COMPRESSED else None
    return Asset(body, zipped, kind, hashlib.sha256(body).hexdigest()[:16])


@blueprint.get("/zasoby/<version>/<path:name>")
@public
def file(version: str, name: str) -> Response:
    """A file from memory, so no path can lead out; under an address of an older version it is not kept for ever."""
    assets: Assets = current_app.extensions["assets"]
    asset = assets.files.get(name)
    if asset is None:
        abort(404)
    use_gzip = asset.zipped is not None and request.accept_encodings["gzip"] > 0
    response = Response(asset.zipped if use_gzip else asset.body, content_type=_with_charset(asset.type))
    response.set_etag(f"{asset.etag}-gzip" if use_gzip else asset.etag)
    response.headers["Cache-Control"] = FOR_EVER if version == assets.version else "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if asset.zipped is not None:
        response.vary.add("Accept-Encoding")
    if use_gzip:
        response.headers["Content-Encoding"] = "gzip"
    response.make_conditional(request)
    return response


def _with_charset(kind: str) -> str:
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def asset_url(name: str) -> str:
    """The address of a file for a template; an unknown name is a mistake of ours and stops the page."""
    assets: Assets = current_app.extensions["assets"]
    if name not in assets.files:
        raise LookupError(f"no file {name!r} in app/static")
    return url_for("assets.file", version=assets.version, name=name)


def init_app(app: Flask) -> None:
    """Read the files and give templates `asset()`. While developing, a changed file is read at the next page."""
    folder = Path(app.root_path) / "static"
    app.extensions["assets"] = Assets.read(folder)
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset_url
    if app.debug:
        _reread_when_changed(app, folder)


def _reread_when_changed(app: Flask, folder: Path) -> None:
    seen = _newest(folder.rglob("*"))

    @app.before_request
    def _reread() -> None:
        nonlocal seen
        newest = _newest(folder.rglob("*"))
        if newest != seen:
            app.extensions["assets"], seen = Assets.read(folder), newest


def _newest(paths: Iterable[Path]) -> float:
    return max((path.stat().st_mtime for path in paths), default=0.0)
