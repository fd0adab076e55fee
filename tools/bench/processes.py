"""The servers that are measured: started as in `make run`, their CPU and memory read from the kernel, stopped at the end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tools.serve import ROOT, answers, end_with_parent

TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE = 60.0


class Program:
    """A command with its children."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=end_with_parent
        )

    def wait_for(self, url: str) -> None:
        """Until it answers; refuses one that ended or takes a minute."""
        until = time.monotonic() + PATIENCE
        while not answers(url):
            if self._process.poll() is not None:
                raise RuntimeError(
                    f"The {self.name} ended (status {self._process.returncode}); the lines above say why."
                )
            if time.monotonic() > until:
                raise RuntimeError(f"The {self.name} does not answer at {url}.")
            time.sleep(0.1)

    def cpu(self) -> float:
        """Seconds of user and system time of the process, its children, and those children that have ended."""
        return sum(cpu_of(pid) for pid in self.pids())

    def memory(self) -> float:
        """Proportional set size of process and children, in MiB: shared pages are divided among those who share them."""
        return sum(_pss(pid) for pid in self.pids()) / 1024

    def pids(self) -> list[int]:
        """The process and its children."""
        me = self._process.pid
        return [me, *(pid for pid, parent in _parents() if parent == me)]

    def stop(self) -> None:
        """Ask it to end; after half a minute end it by force. Only its own group."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a process and its ended children have had; nothing when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / TICKS  # utime, stime, cutime, cstime


def gunicorn(configuration: str, target: str) -> list[str]:
    """The command of a server."""
    return [sys.executable, "-m", "gunicorn", "--config", configuration, target]


def worker() -> list[str]:
    """The command of the background worker."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "run"]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parents() -> Iterator[tuple[int, int]]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            yield int(folder.name), int(fields[1])


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
