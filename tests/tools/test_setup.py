"""Setting up: when nothing is to be done, when it is, and what is said when it cannot."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tools import setup

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A project with an environment that looks installed, and a note of what would have been run."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("flask==3.1.3 --hash=sha256:0\n")
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    monkeypatch.setattr(setup, "ROOT", str(tmp_path))
    monkeypatch.setattr(setup, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(setup, "PYTHON", str(python))
    asked = []
    monkeypatch.setattr(setup, "install", asked.append)
    return asked


def test_first_run_installs_and_second_does_nothing(place):
    assert setup.main([]) == 0
    assert setup.main([]) == 0
    assert place == ["requirements.txt"]


def test_development_installs_its_list_which_holds_the_other(place):
    setup.main(["--dev"])
    setup.main([])
    assert place == ["requirements-dev.txt"]


def test_changed_list_is_installed_again(place):
    setup.main(["--dev"])
    Path(setup.ROOT, "requirements.txt").write_text("flask==3.1.4 --hash=sha256:0\n")
    setup.main([])
    assert place == ["requirements-dev.txt", "requirements.txt"]


def test_environment_of_another_place_is_made_anew(place, monkeypatch):
    setup.main([])
    Path(setup.VENV, ".made-for").write_text("somewhere else")
    made = []
    monkeypatch.setattr(setup.subprocess, "call", lambda command, **_: made.append(command) or 0)
    monkeypatch.setattr(setup, "write", lambda *_: None)
    setup.main([])
    assert made == [[sys.executable, "-m", "venv", setup.VENV]]


def test_interrupted_install_is_not_taken_for_done(place, monkeypatch):
    def interrupted(_name):
        raise KeyboardInterrupt

    monkeypatch.setattr(setup, "install", interrupted)
    with pytest.raises(KeyboardInterrupt):
        setup.main([])
    assert not setup.is_installed("requirements.txt")


def test_old_python_is_told_what_to_install(monkeypatch, capsys):
    monkeypatch.setattr(setup.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(setup.shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit):
        setup.main([])
    told = capsys.readouterr().err
    assert "Python 3.9 is too old" in told
    assert "apt-get install python3.11" in told


def test_missing_venv_module_is_named(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit):
        setup.require_venv_module()
    assert "apt-get install python3-venv" in capsys.readouterr().err


def test_pip_is_tried_where_uv_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "VENV", str(tmp_path))
    asked = []
    monkeypatch.setattr(
        setup, "pip", lambda *arguments: asked.append(arguments) or "requirements-uv.txt" not in arguments
    )
    setup.install("requirements.txt")
    assert asked[-1] == ("--require-hashes", "-r", "requirements.txt")


def test_settings_of_pip_reach_uv(monkeypatch):
    listing = "global.extra-index-url='file:///a file:///b'\n:env:.find-links='/wheels'\nglobal.timeout='5'\n"
    done = subprocess.CompletedProcess([], 0, stdout=listing)
    monkeypatch.setattr(setup.subprocess, "run", lambda *_, **__: done)
    monkeypatch.setenv("UV_FIND_LINKS", "/own")
    told = setup.environment_of_uv()
    assert told["UV_INDEX"] == "file:///a file:///b"
    assert told["UV_FIND_LINKS"] == "/own", "what uv was told itself wins"


def test_old_python_can_read_the_file():
    source = (ROOT / "tools" / "setup.py").read_text()
    assert ast.parse(source, feature_version=(3, 6))
