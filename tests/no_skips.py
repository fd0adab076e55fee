"""A run with a skipped test fails: what cannot run has to be seen, not passed over."""

from collections.abc import Iterator
from typing import Any

import pytest

# Test id (or the beginning of one) → why it may be skipped. Empty is the aim.
ALLOWED: dict[str, str] = {}


class NoSkips:
    """Gathers what was skipped, in the process that reports; xdist's workers report to it."""

    def __init__(self) -> None:
        self.skipped: list[tuple[str, str]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(report, "wasxfail"):
            self.note(report.nodeid, report.longrepr)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.note(report.nodeid, report.longrepr)

    def note(self, nodeid: str, reason: Any) -> None:
        if not any(nodeid.startswith(allowed) for allowed in ALLOWED):
            self.skipped.append((nodeid, reason[2] if isinstance(reason, tuple) else str(reason)))

    @pytest.hookimpl(wrapper=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> Iterator[None]:
        if self.skipped and session.exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        return (yield)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.skipped:
            terminalreporter.section("skipped, so the run fails (tests/no_skips.py)", red=True, bold=True)
            for nodeid, reason in self.skipped:
                terminalreporter.line(f"{nodeid}: {reason}")
