"""One password for all demonstration accounts: DEMO_PASSWORD, or one made at the first load and kept in DATA_DIR."""

import secrets
from pathlib import Path

from flask import current_app

from app.lib.files import write_durably

# Words that are easy to read out and to type on any keyboard.
WORDS = "brzoza dolina fala gawra irga jawor klon lipiec malwa narew olcha paproc rzeka sasanka topola wrzos zboze zuraw".split()


def demo_password() -> str:
    """The password of the demonstration accounts; its file also marks a folder as demonstration data."""
    path = Path(current_app.config["DATA_DIR"]) / "demo-password"
    chosen = current_app.config.get("DEMO_PASSWORD")
    if chosen:
        if not path.exists() or path.read_text().strip() != chosen:
            write_durably(path, str(chosen).encode(), mode=0o600)
        return str(chosen)
    if not path.exists():
        made = "-".join(secrets.choice(WORDS) for _ in range(3)) + f"-{secrets.randbelow(90) + 10}"
        write_durably(path, made.encode(), mode=0o600)
    return path.read_text().strip()
