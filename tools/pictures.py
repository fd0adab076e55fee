"""`make pictures`: loads the demonstration into a folder of its own, opens the main pages, keeps them in docs/pictures/.

The pictures are reduced to few colours, since they lie in the repository.
"""

import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tools import browser as chromium
from tools.catalogs.compiling import compile_stale

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
ADVOCATE = "anna.kalinowska@wspolnyglos.example"
AUTHOR = "wioletta.maj@wspolnyglos.example"
MODERATOR = "magdalena.siwek@wspolnyglos.example"
ARGUMENTS = ["--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking"]
COLOURS = 96
TALLEST = 2_000
Look = Literal["light", "dark", "narrow"]


@dataclass(frozen=True)
class Picture:
    """One page: the name of its files, its address or the links that lead there, whose page it is, in which looks."""

    name: str
    path: str
    links: tuple[str, ...] = ()
    viewer: str = ""
    looks: tuple[Look, ...] = ("light",)


PICTURES = (
    Picture("front", "/", looks=("light", "narrow")),
    Picture("home", "/", viewer=ADVOCATE, looks=("light", "dark", "narrow")),
    Picture("forum", "/forum", viewer=ADVOCATE),
    Picture("topic", "/forum", ("uchwałę o przystąpieniu",), ADVOCATE, ("light", "dark")),
    Picture("practices", "/praktyki"),
    Picture("practice", "/praktyki?q=spółdzielnia gotuje", ("gotuje dla instytucji",), ADVOCATE, ("light", "narrow")),
    Picture("search", "/szukaj?q=spoldzielni socjalnych", viewer=ADVOCATE),
    Picture("position", "/stanowiska", ("Zakupy poniżej progu",), ADVOCATE, ("light", "narrow")),
    Picture("vote", "/stanowiska?etap=glosowanie", ("Centra usług", "Zagłosuj"), ADVOCATE, ("light", "dark")),
    Picture("result", "/stanowiska", ("lokali gminnych", "Wynik głosowania"), ADVOCATE),
    Picture("answer", "/stanowiska", ("lokali gminnych", "Odpowiedź Komitetu")),
    Picture("directory", "/rzecznicy"),
    Picture("desk", "/moderacja", viewer=MODERATOR),
    Picture("form", "/moje-praktyki", ("Edytuj",), AUTHOR),
)


class Quiet(WSGIRequestHandler):
    def log_request(self, *_arguments: Any) -> None:
        pass


def main() -> int:
    path = chromium.find()
    if path is None:
        print("There is no Chromium. Install it with:  apt-get install chromium", file=sys.stderr)
        return 1
    compile_stale()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data_dir, demonstration(data_dir) as (address, password):
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, "--no-sandbox"])
            for picture in PICTURES:
                for look in picture.looks:
                    take(browser, picture, look, address, password)
            browser.close()
    print(f"{sum(one.stat().st_size for one in FOLDER.glob('*.png')) / 1e6:.1f} MB in {FOLDER}")
    return 0


@contextmanager
def demonstration(data_dir: str) -> Iterator[tuple[str, str]]:
    """The address of a server with the demonstration, and the password of its accounts."""
    from app import create_app
    from app.demo.passwords import demo_password
    from app.jobs.worker import run_all_jobs

    app: Flask = create_app({"MODE": "demo", "DATA_DIR": data_dir, "PASSWORD_COST": "cheap", "RATE_LIMITS": "off"})
    app.cli.main(["demo", "prepare"], prog_name="flask", obj=_script_info(app), standalone_mode=False)
    with app.app_context():
        run_all_jobs()
        password = demo_password()
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", password
    server.shutdown()


def _script_info(app: Flask) -> Any:
    from flask.cli import ScriptInfo

    return ScriptInfo(create_app=lambda: app)


def take(browser: Browser, picture: Picture, look: Look, address: str, password: str) -> None:
    """Open the page as its viewer and keep what is seen."""
    context = browser.new_context(
        base_url=address,
        locale="pl-PL",
        timezone_id="Europe/Warsaw",
        color_scheme="dark" if look == "dark" else "light",
        viewport={"width": 320 if look == "narrow" else 1280, "height": 800},
        reduced_motion="reduce",
    )
    page = context.new_page()
    if picture.viewer:
        sign_in(page, picture.viewer, password)
    page.goto(picture.path)
    for words in picture.links:
        page.get_by_role("main").get_by_role("link", name=words).first.click()
        page.wait_for_load_state("networkidle")
    keep(page.screenshot(full_page=True), FOLDER / f"{picture.name}.{look}.png")
    context.close()
    print(f"  {picture.name}.{look}")


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/logowanie")
    page.get_by_label("Adres e-mail").fill(email)
    page.get_by_label("Hasło").fill(password)
    page.get_by_role("main").get_by_role("button", name="Zaloguj się").click()
    page.wait_for_load_state("networkidle")


def keep(shot: bytes, path: Path) -> None:
    """The upper part, in few colours; the rare ones that tell a state are among them."""
    image = Image.open(BytesIO(shot)).convert("RGB")
    image = image.crop((0, 0, image.width, min(image.height, TALLEST)))
    image.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
