"""Finds the Chromium for the browser tests; as a command it installs one where there is none, or fails and says why."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


def find() -> str | None:
    """The path of a Chromium that starts: CHROMIUM, an installed one, Playwright's own; None when there is none."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), *ELSEWHERE, playwrights_own()]
    return next((path for path in candidates if path and starts(path)), None)


def starts(path: str) -> bool:
    """Whether it is a browser and not a name that only tells how to install one, as in some distributions."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and any(name in done.stdout for name in ("Chromium", "Chrome"))


def playwrights_own() -> str | None:
    """The browser that `playwright install chromium` has put into the home of this account, if it has."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Debian's where we may, else Playwright's."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Chromium with apt-get ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False)
        packages = ["chromium", "fonts-dejavu-core"]
        if (
            subprocess.run(
                ["apt-get", "-qq", "install", "-y", "--no-install-recommends", *packages], env=quiet, check=False
            ).returncode
            == 0
        ):
            return
    print("Installing Chromium with Playwright ...", flush=True)
    with_system_libraries = ["--with-deps"] if os.geteuid() == 0 else []
    subprocess.run([sys.executable, "-m", "playwright", "install", *with_system_libraries, "chromium"], check=False)


def main() -> int:
    if find():
        return 0
    if named := os.environ.get("CHROMIUM"):
        print(f"CHROMIUM is {named}, which does not start; unset it or name a Chromium.", file=sys.stderr)
        return 1
    install()
    if find():
        return 0
    print(
        "There is no Chromium for the browser tests, and none could be installed; the lines above say why.\n"
        "  Install it with:  apt-get install chromium    (as root; or name one: CHROMIUM=/path make test)",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
