"""`make run`'s supervisor, with small programs in the places of server, worker and preparation."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.demo.loading import LOADED
from tools import serve

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAMS = {
    "prepare.py": "import os, sys; print('preparing'); os.write(int(sys.argv[1]), b'konto: haslo\\n')",
    "server.py": """
import http.server, os
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers()
    def log_message(self, *a): pass
open("server.pid", "w").write(str(os.getpid()))
http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Answer).serve_forever()
""",
    "worker.py": "import os, time; open('worker.pid', 'w').write(str(os.getpid())); time.sleep(60)",
    "drive.py": f"""
import os, sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from tools import serve
here = Path.cwd()
serve.ROOT = here
serve.PREPARE, serve.SERVER, serve.WORKER = ([sys.executable, str(here / n)] for n in ("prepare.py", "server.py", "worker.py"))
sys.exit(serve.main())
""",
}


class Run:
    """A supervisor with its programs in a folder, and what it has said."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.process: subprocess.Popen[str] | None = None

    def start(self, **programs: str) -> "Run":
        for name, code in {**PROGRAMS, **{f"{name}.py": code for name, code in programs.items()}}.items():
            (self.folder / name).write_text(code)
        self.out = (self.folder / "said").open("w+")
        self.process = subprocess.Popen(
            [sys.executable, "drive.py"],
            cwd=self.folder,
            env={**os.environ, "PORT": str(self.port)},
            stdout=self.out,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def said(self) -> str:
        return (self.folder / "said").read_text()

    def pid(self, name: str) -> int:
        return int(
            wait_for(lambda: (self.folder / f"{name}.pid").exists() and (self.folder / f"{name}.pid").read_text())
        )

    def wait_until_ready(self) -> "Run":
        wait_for(lambda: "answers at" in self.said())
        wait_for(lambda: self.pid("worker"))
        return self

    def tell(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

    def end(self) -> int:
        assert self.process
        return self.process.wait(15)

    def is_gone(self, name: str) -> bool:
        pid = self.pid(name)
        return bool(wait_for(lambda: not is_running(pid)))


def is_running(pid: int) -> bool:
    # A process that has ended and is not yet collected by its new parent still has a number, but no command line.
    try:
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    except OSError:
        return False


def wait_for(question: Callable[[], object], seconds: float = 10) -> object:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := question():
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture
def run(tmp_path: Path, port: int) -> Iterator[Run]:
    run = Run(tmp_path, port)
    yield run
    if run.process and run.process.poll() is None:
        run.process.kill()
        run.process.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signal_stops_all_of_it(run, number):
    run.start().wait_until_ready().tell(number)
    assert run.end() == 0
    assert run.is_gone("server")
    assert run.is_gone("worker")
    assert run.said().rstrip().endswith("Stopped.")


def test_address_and_accounts_are_shown_when_the_server_answers(run, port):
    run.start().wait_until_ready()
    assert "preparing\n\nDemonstration accounts:\nkonto: haslo\n" in run.said()
    assert f"http://127.0.0.1:{port}/" in run.said()
    run.tell(signal.SIGTERM)
    run.end()


def test_worker_that_dies_is_started_again(run):
    run.start().wait_until_ready()
    first = run.pid("worker")
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: run.pid("worker") != first)
    assert "The worker ended (status -9); starting it again" in run.said()
    run.tell(signal.SIGTERM)
    assert run.end() == 0
    assert run.is_gone("worker")


def test_server_that_dies_ends_everything(run):
    run.start().wait_until_ready()
    os.kill(run.pid("server"), signal.SIGKILL)
    assert run.end() == 1
    assert run.is_gone("worker")
    assert "The server ended (status -9)" in run.said()


def test_children_do_not_outlive_a_killed_supervisor(run):
    run.start().wait_until_ready().tell(signal.SIGKILL)
    run.end()
    assert run.is_gone("server")
    assert run.is_gone("worker")


def test_second_signal_does_not_wait(run):
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + PROGRAMS["worker.py"]
    run.start(worker=deaf).wait_until_ready().tell(signal.SIGINT)
    wait_for(lambda: "Stopping" in run.said())
    run.tell(signal.SIGINT)
    assert run.end() == 0
    assert "ended by force: worker" in run.said()
    assert run.is_gone("worker")


def make_prepared(folder: Path, version: str = "0002", act: str = LOADED) -> None:
    """What an earlier start leaves behind, as far as it is looked at."""
    (folder / "migrations" / "versions").mkdir(parents=True)
    for name in ("0001_first.py", "0002_second.py"):
        (folder / "migrations" / "versions" / name).write_text("")
    (folder / "instance").mkdir()
    with closing(sqlite3.connect(folder / "instance" / "glos.sqlite")) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("CREATE TABLE audit_events (act)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (version,))
        connection.execute("INSERT INTO audit_events VALUES (?)", (act,))


WAITS_FOR_SERVER = "import os, time\nwhile not os.path.exists('server.pid'): time.sleep(0.02)\n"


def test_server_comes_up_beside_the_preparation_when_all_is_ready(run):
    make_prepared(run.folder)
    run.start(prepare=WAITS_FOR_SERVER + PROGRAMS["prepare.py"]).wait_until_ready()
    run.tell(signal.SIGTERM)
    assert run.end() == 0
    assert run.is_gone("server")


def test_server_that_came_up_early_ends_when_the_preparation_fails(run):
    make_prepared(run.folder)
    run.start(prepare=WAITS_FOR_SERVER + "import sys; sys.exit(3)")
    assert run.end() == 1
    assert "could not be prepared" in run.said()
    assert run.is_gone("server")


@pytest.mark.parametrize(("version", "act"), [("0001", LOADED), ("0002", "something.else")])
def test_what_is_not_ready_is_prepared_first(tmp_path, monkeypatch, version, act):
    make_prepared(tmp_path, version, act)
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    assert not serve.is_prepared({})


def test_another_place_or_kind_of_database_is_not_taken_for_ready(tmp_path, monkeypatch):
    make_prepared(tmp_path)
    monkeypatch.setattr(serve, "ROOT", tmp_path)
    assert serve.is_prepared({})
    assert not serve.is_prepared({"DATA_DIR": "elsewhere"})
    assert not serve.is_prepared({"DATABASE_URL": "postgresql://localhost/glos"})


def test_failed_preparation_starts_nothing(run):
    run.start(prepare="import sys; sys.exit(3)")
    assert run.end() == 1
    assert "could not be prepared" in run.said()
    assert not (run.folder / "server.pid").exists()


def test_stop_while_preparing(run):
    run.start(prepare="import time; print('begun', flush=True); time.sleep(60)")
    wait_for(lambda: "begun" in run.said())
    run.tell(signal.SIGTERM)
    assert run.end() == 130
    assert not (run.folder / "server.pid").exists()


def test_taken_port_is_said_in_a_sentence(run, port):
    with socket.create_server(("127.0.0.1", port)):
        assert run.start().end() == 1
    assert f"Port {port} is taken" in run.said()
    assert "Traceback" not in run.said()


@pytest.mark.parametrize("written", ["abc", "0", "70000", "-1", "8000 "])
def test_port_that_is_no_port(run, written):
    run.port = written
    assert run.start().end() == 1
    assert "PORT is" in run.said()
