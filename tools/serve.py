"""`make run`: prepares the demonstration, starts the server and its worker, and stops both together.

The children write to the same terminal, with nothing in front of their lines. A worker that dies is started again;
a server that dies ends everything. Ctrl-C, SIGTERM and a closed terminal stop all of it; a second Ctrl-C does so at once.
"""

import ctypes
import os
import select
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

from tools.catalogs.places import stale_catalogues

ROOT = Path(__file__).resolve().parent.parent
ALIVE = "/zdrowie/zywy"
# The server finishes what it has begun within 25 s (tools/gunicorn_conf.py); only then is it ended by force.
PATIENCE = 28.0
LONGEST_PAUSE = 30.0
STEADY = 30.0

SERVER = [sys.executable, "-m", "gunicorn", "--config", "tools/gunicorn_conf.py", "wsgi:app"]
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"]
PREPARE = [sys.executable, "-m", "tools.prepare_demo"]


class Child:
    """One process of ours in a group of its own, so that Ctrl-C reaches it through us only."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]):
        self.name, self.command, self.environment = name, command, environment
        self.process: subprocess.Popen[bytes] | None = None
        self.started_at = self.due_at = 0.0
        self.pause = 1.0

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, start_new_session=True, preexec_fn=end_with_parent
        )

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def status(self) -> int:
        assert self.process is not None
        return self.process.returncode

    def signal_group(self, number: int) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            pass

    def keep_alive(self) -> None:
        """Start it again when it has ended, waiting longer each time that it does not hold."""
        if self.running:
            return
        now = time.monotonic()
        if not self.due_at:
            if now - self.started_at > STEADY:
                self.pause = 1.0
            self.due_at = now + self.pause
            say(f"The {self.name} ended (status {self.status}); starting it again in {self.pause:.0f} s.")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due_at:
            self.due_at = 0.0
            self.start()


class Supervisor:
    """Runs the server and the worker until it is told to stop."""

    def __init__(self, address: str, environment: dict[str, str]):
        self.address, self.accounts = address, ""
        self.server = Child("server", SERVER, environment)
        self.worker = Child("worker", WORKER, environment)
        self.stops = 0

    def run(self) -> int:
        if self.server.process is None:
            self.server.start()
        self.worker.start()
        announced = False
        while not self.stops:
            if not self.server.running:
                say(f"The server ended (status {self.server.status}); the lines above say why.")
                self.stop()
                return 1
            self.worker.keep_alive()
            if not announced and answers(self.address + ALIVE):
                announced = True
                self.announce()
            pause(0.5 if announced else 0.05)
        say("Stopping ...")
        return self.stop()

    def announce(self) -> None:
        if self.accounts:
            say("\nDemonstration accounts:\n" + self.accounts.rstrip("\n"))
        say(f"\nWspólny Głos answers at {self.address}/   (Ctrl-C stops it)")

    def ask_to_stop(self, number: int, _frame: object) -> None:
        self.stops += 1
        wake()

    def stop(self) -> int:
        """Ask both to end, wait for them, end by force what stays or what a second Ctrl-C does not wait for."""
        children = (self.server, self.worker)
        asked = self.stops
        for child in children:
            if child.running:
                child.signal_group(signal.SIGTERM)
        until = time.monotonic() + PATIENCE
        while any(child.running for child in children) and time.monotonic() < until and self.stops <= max(asked, 1):
            pause(0.05)
        forced = [child.name for child in children if child.running]
        for child in children:
            # The group, not the process alone: a child of a child must not outlive us either.
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        say("Stopped." if not forced else f"Stopped; ended by force: {', '.join(forced)}.")
        return 0


# A signal that comes between two looks must not wait for the pause to end: its handler writes into this pipe.
_wake_read, _wake_write = os.pipe()
os.set_blocking(_wake_read, False)
os.set_blocking(_wake_write, False)


def wake() -> None:
    try:
        os.write(_wake_write, b".")
    except BlockingIOError:
        pass


def pause(seconds: float) -> None:
    if select.select([_wake_read], [], [], seconds)[0]:
        os.read(_wake_read, 1024)


_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """In the child, before it becomes another program: should we be killed outright, it is told to end as well."""
    if _libc is not None:
        _libc.prctl(1, signal.SIGTERM, 0, 0, 0)  # PR_SET_PDEATHSIG


def say(sentence: str) -> None:
    print(sentence, flush=True)


def port_of(environment: dict[str, str]) -> int:
    """The port to listen on; refuses one that is no number or is taken, with what to do."""
    written = environment.get("PORT") or "8000"
    if not written.isascii() or not written.isdigit() or not 0 < int(written) < 65536:
        raise SystemExit(f"PORT is {written!r}; it has to be a number from 1 to 65535.")
    port = int(written)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise SystemExit(
                f"Port {port} is not open to this account; choose one above 1023: PORT=8000 make run"
            ) from None
        except OSError:
            free = f"PORT={port + 1 if port < 65535 else 8001} make run"
            raise SystemExit(
                f"Port {port} is taken by another program; stop that one, or choose another: {free}"
            ) from None
    return port


def answers(url: str) -> bool:
    # No proxy of the environment: the server is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def prepare(environment: dict[str, str]) -> str:
    """Migrate, load, build the index; returns the table of accounts, which is shown when the server answers.

    The accounts come through a pipe of their own, so that one start of the application does for both.
    """
    read_end, write_end = os.pipe()
    process = subprocess.Popen(
        [*PREPARE, str(write_end)], cwd=ROOT, env=environment, pass_fds=[write_end], preexec_fn=end_with_parent
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end, encoding="utf-8") as pipe:
            accounts = pipe.read()
        status = process.wait()
    except KeyboardInterrupt:
        process.terminate()
        process.wait()
        raise
    if status != 0:
        raise SystemExit("The demonstration could not be prepared; the lines above say why.")
    return accounts


def is_prepared(environment: dict[str, str]) -> bool:
    """Whether an earlier start left everything ready: the server may then come up while `prepare` looks it through.

    Looked at without the application, whose start is what takes long. PostgreSQL is never taken for ready.
    """
    database = ROOT / (environment.get("DATA_DIR") or "instance") / "glos.sqlite"
    if environment.get("DATABASE_URL") or not database.is_file() or any(stale_catalogues(ROOT)):
        return False
    newest = max(path.name.partition("_")[0] for path in (ROOT / "migrations" / "versions").glob("[0-9]*_*.py"))
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            migrated = connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(newest,)]
            loaded = connection.execute("SELECT 1 FROM audit_events WHERE act = 'demo.loaded'").fetchone() is not None
    except sqlite3.Error:
        return False
    return migrated and loaded


def main() -> int:
    environment = dict(os.environ)
    port = port_of(environment)
    environment["PORT"] = str(port)
    environment["BIND"] = f"127.0.0.1:{port}"
    environment["PYTHONUNBUFFERED"] = "1"
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), environment.get("PYTHONPATH")]))
    stopping = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for number in stopping:
        signal.signal(number, signal.default_int_handler)
    supervisor = Supervisor(f"http://127.0.0.1:{port}", environment)
    try:
        if is_prepared(environment):
            supervisor.server.start()
        supervisor.accounts = prepare(environment)
    except (KeyboardInterrupt, SystemExit) as ended:
        if supervisor.server.process is not None:
            supervisor.stop()
        if isinstance(ended, SystemExit):
            raise
        say("\nStopped.")
        return 130
    for number in stopping:
        signal.signal(number, supervisor.ask_to_stop)
    return supervisor.run()


if __name__ == "__main__":
    sys.exit(main())
