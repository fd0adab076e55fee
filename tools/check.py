"""`make check`: each check says its name, how long it took, and on failure everything that it found."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
HOUSE_RULES = ("tests/test_house.py", "tests/test_locks.py")

CHECKS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--output-format=concise", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "--output-format=concise", "."],
    "types": [PYTHON, "-m", "mypy"],
    "migrations match the models": [PYTHON, "-m", "tools.check_migrations"],
    "translations complete": [PYTHON, "-m", "tools.catalogs", "check"],
    "house rules": [PYTHON, "-m", "pytest", "-q", "-n0", *HOUSE_RULES],
}


def main() -> int:
    failed = [name for name, command in CHECKS.items() if not passes(name, command)]
    if failed:
        print(f"\nNot in order: {', '.join(failed)}.", file=sys.stderr)
        return 1
    print("\nAll in order.")
    return 0


def passes(name: str, command: list[str]) -> bool:
    print(f"{name} ...", end=" ", flush=True)
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(f"{'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode != 0:
        print(done.stdout.rstrip(), flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
