"""A run in which something was skipped fails and says what."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = {
    "in a test": "import pytest\ndef test_a(): pytest.skip('no server')\ndef test_b(): pass\n",
    "by a mark": "import pytest\n@pytest.mark.skip(reason='no server')\ndef test_a(): pass\ndef test_b(): pass\n",
    "a module": "import pytest\npytest.skip('no server', allow_module_level=True)\n",
}


def run(tmp_path: Path, code: str, workers: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / "test_sample.py").write_text(code)
    (tmp_path / "conftest.py").write_text(
        "from tests.no_skips import NoSkips\n"
        "def pytest_configure(config):\n"
        "    if not hasattr(config, 'workerinput'): config.pluginmanager.register(NoSkips())\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n", workers, "-o", f"pythonpath={ROOT}"]
    return subprocess.run([*command, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("code", CASES.values(), ids=CASES.keys())
def test_skip_fails_the_run(tmp_path, code):
    done = run(tmp_path, code, "0")
    assert done.returncode == 1, done.stdout
    assert "no server" in done.stdout
    assert "skipped, so the run fails" in done.stdout


def test_skip_in_a_worker_fails_the_run(tmp_path):
    done = run(tmp_path, CASES["in a test"], "1")
    assert done.returncode == 1, done.stdout
    assert "skipped, so the run fails" in done.stdout


def test_run_without_skips_passes(tmp_path):
    assert run(tmp_path, "def test_a(): pass\n", "0").returncode == 0
