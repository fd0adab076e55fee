"""Static files: one style sheet, one version, kept in memory, served for ever under the current address."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from flask import Flask, render_template_string
from flask.testing import FlaskClient

from app.web import assets
from app.web.assets import Assets, asset_url, join_sheets, minified

STATIC = Path(__file__).parents[2] / "app" / "static"
BUDGET = {"style": 12_288, "scripts": 8_192, "fonts": 28_672}


@pytest.fixture(scope="module")
def bare() -> Flask:
    """An application with nothing but its files."""
    app = Flask("app", root_path=str(STATIC.parent), static_folder=None)
    assets.init_app(app)
    return app


@pytest.fixture
def visitor(bare: Flask) -> FlaskClient:
    return bare.test_client()


@pytest.fixture(scope="module")
def read(bare: Flask) -> Assets:
    found: Assets = bare.extensions["assets"]
    return found


def address(read: Assets, name: str, version: str = "") -> str:
    return f"/zasoby/{version or read.version}/{name}"


def test_current_version_is_kept_for_ever(visitor: FlaskClient, read: Assets) -> None:
    answer = visitor.get(address(read, "app.css"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_older_version_gives_the_file_but_is_asked_for_again(visitor: FlaskClient, read: Assets) -> None:
    answer = visitor.get(address(read, "app.css", version="000000000000"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("app.css", "text/css; charset=utf-8"),
        ("js/enhance.js", "text/javascript; charset=utf-8"),
        ("js/enhance/combobox.js", "text/javascript; charset=utf-8"),
        ("favicon.svg", "image/svg+xml"),
        ("fonts/brygada-1918-latin.woff2", "font/woff2"),
        ("fonts/OFL.txt", "text/plain; charset=utf-8"),
    ],
)
def test_each_file_has_its_type(visitor: FlaskClient, read: Assets, name: str, kind: str) -> None:
    assert visitor.get(address(read, name)).headers["Content-Type"] == kind


def test_gzip_only_for_who_accepts_it(visitor: FlaskClient, read: Assets) -> None:
    plain = visitor.get(address(read, "app.css"))
    zipped = visitor.get(address(read, "app.css"), headers={"Accept-Encoding": "gzip, br"})
    refused = visitor.get(address(read, "app.css"), headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in plain.headers
    assert "Content-Encoding" not in refused.headers
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.data) == plain.data
    assert zipped.headers["ETag"] != plain.headers["ETag"]
    assert plain.headers["Vary"] == zipped.headers["Vary"] == "Accept-Encoding"


def test_fonts_are_not_compressed_twice(visitor: FlaskClient, read: Assets) -> None:
    answer = visitor.get(address(read, "fonts/brygada-1918-latin.woff2"), headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.data[:4] == b"wOF2"


def test_known_etag_gives_304(visitor: FlaskClient, read: Assets) -> None:
    etag = visitor.get(address(read, "app.css")).headers["ETag"]
    assert visitor.get(address(read, "app.css"), headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "name",
    ["missing.css", "../config.py", "..%2fconfig.py", "js/../../config.py", "/etc/passwd", "css/base.css", "%00", ""],
)
def test_nothing_else_is_served(visitor: FlaskClient, read: Assets, name: str) -> None:
    assert visitor.get(address(read, name), follow_redirects=True).status_code == 404


def test_unknown_name_in_a_template_stops_the_page(bare: Flask) -> None:
    with bare.test_request_context(), pytest.raises(LookupError, match=r"brak\.css"):
        asset_url("brak.css")


def test_template_gets_the_address(bare: Flask, read: Assets) -> None:
    with bare.test_request_context():
        assert render_template_string("{{ asset('app.css') }}") == address(read, "app.css")


def test_any_changed_file_changes_the_version(tmp_path: Path, read: Assets) -> None:
    copy = tmp_path / "static"
    shutil.copytree(STATIC, copy)
    assert Assets.read(copy).version == read.version
    (copy / "js" / "enhance.js").write_text("// other", encoding="utf-8")
    assert Assets.read(copy).version != read.version


def test_changed_file_is_read_again_while_developing(tmp_path: Path) -> None:
    shutil.copytree(STATIC, tmp_path / "static")
    app = Flask("app", root_path=str(tmp_path), static_folder=None)
    app.debug = True
    assets.init_app(app)
    before = app.extensions["assets"].version
    (tmp_path / "static" / "new.txt").write_text("new", encoding="utf-8")
    app.test_client().get("/")
    assert app.extensions["assets"].version != before


def test_sheets_stand_in_the_order_of_their_layers() -> None:
    css = join_sheets(STATIC / "css")
    places = [
        css.index(sign)
        for sign in (
            "@layer tokens, reset",
            "@layer reset {",
            "@layer base {",
            "@layer layout {",
            "@layer components {",
        )
    ]
    assert places == sorted(places)
    assert css.index("@layer utilities {") > css.rindex("@layer components {")
    assert css.rindex("@layer print {") > css.index("@layer utilities {")


def test_minifying_keeps_what_blanks_mean() -> None:
    css = '/* a\n comment */ .a :focus ,\n .b > p { margin: calc(1px + 2px)  0; content: "·  / {"; }\n@media (min-width: 2rem) { i { x: y } }'
    assert minified(css) == ('.a :focus,.b>p{margin:calc(1px + 2px) 0;content:"·  / {"}@media (min-width:2rem){i{x:y}}')


def test_fonts_named_in_the_sheet_exist(read: Assets) -> None:
    css = read.files["app.css"].body.decode()
    named = re.findall(r'url\("([^"#]+)"\)', css)
    assert len(named) == 2
    assert set(named) <= set(read.files)


def test_modules_import_only_what_is_there(read: Assets) -> None:
    scripts = {name: asset.body.decode() for name, asset in read.files.items() if name.endswith(".js")}
    for name, script in scripts.items():
        for target in re.findall(r'from "\./([^"]+)"', script):
            assert f"{Path(name).parent.as_posix()}/{target}" in read.files
        assert "innerHTML" not in script


def test_weights_are_within_budget(read: Assets) -> None:
    zipped = {name: len(asset.zipped or asset.body) for name, asset in read.files.items()}
    assert zipped["app.css"] <= BUDGET["style"]
    assert sum(size for name, size in zipped.items() if name.endswith(".js")) <= BUDGET["scripts"]
    assert sum(size for name, size in zipped.items() if name.endswith(".woff2")) <= BUDGET["fonts"]


def test_colours_stand_in_tokens_only() -> None:
    for sheet in sorted((STATIC / "css").rglob("*.css")):
        if sheet.name not in ("tokens.css", "print.css"):
            assert not re.findall(r"#[0-9a-f]{3,8}\b(?!\))|rgb\(|hsl\(", sheet.read_text(encoding="utf-8")), sheet.name
        assert "!important" not in sheet.read_text(encoding="utf-8"), sheet.name
