"""The locked lists of packages: every one with a version and hashes, and no host of any index."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
PACKAGE = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,-]+\])?==(\S+)", re.MULTILINE)


def read(name: str) -> str:
    return (ROOT / name).read_text()


def packages(name: str) -> dict[str, str]:
    return dict(PACKAGE.findall(read(name)))


def asked_for(name: str) -> set[str]:
    lines = [line.split("#")[0].strip() for line in read(name).splitlines()]
    return {re.split(r"[\[=<>~ ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_of_an_index(name):
    text = read(name)
    assert "://" not in text
    assert not re.search(r"^\s*--?(index-url|extra-index-url|find-links|trusted-host|i|f)\b", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_a_version_and_hashes(name):
    entries = re.split(r"^(?=[a-z0-9])", read(name), flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert PACKAGE.match(entry), entry.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry.splitlines()[0]


@pytest.mark.parametrize("name", LOCKS)
def test_what_is_asked_for_is_locked(name):
    assert asked_for(name.replace(".txt", ".in")) <= set(packages(name))


def test_tests_run_on_the_versions_that_are_deployed():
    deployed, tested = packages("requirements.txt"), packages("requirements-dev.txt")
    assert {name: tested.get(name) for name in deployed} == deployed


def test_lists_for_exact_installers_are_not_kept():
    assert not [name for name in ("uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock") if (ROOT / name).exists()]
