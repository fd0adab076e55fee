"""A run in which something was skipped fails and says what."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SKIPPING = {
    "test_call.py": "import pytest\ndef test_a(): pytest.skip('no server')\ndef test_b(): pass\n",
    "test_mark.py": "import pytest\n@pytest.mark.skip(reason='no time')\ndef test_c(): pass\n",
    "test_module.py": "import pytest\npytest.skip('no library', allow_module_level=True)\n",
}


def run(folder: Path, files: dict[str, str], workers: str) -> subprocess.CompletedProcess[str]:
    for name, code in files.items():
        (folder / name).write_text(code)
    (folder / "conftest.py").write_text(
        "from tests.no_skips import NoSkips\n"
        "def pytest_configure(config):\n"
        "    if not hasattr(config, 'workerinput'): config.pluginmanager.register(NoSkips())\n"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n",
        workers,
        "-o",
        f"pythonpath={ROOT}",
    ]
    return subprocess.run([*command, str(folder)], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["0", "1"])
def test_skips_fail_the_run_and_are_named(tmp_path, workers):
    done = run(tmp_path, SKIPPING, workers)
    assert done.returncode == 1, done.stdout
    told = done.stdout.partition("skipped, so the run fails")[2]
    assert "no server" in told
    assert "no time" in told
    assert "no library" in told


@pytest.mark.slow
def test_run_without_skips_passes(tmp_path):
    assert run(tmp_path, {"test_plain.py": "def test_a(): pass\n"}, "0").returncode == 0
