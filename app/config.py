"""Every setting of the house, its meaning and its default, read from the environment; production refuses bad ones."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.lib import limits
from app.lib.files import write_durably

ROOT = Path(__file__).resolve().parent.parent
KNOWN_SECRETS = frozenset({"dev", "secret", "changeme", "testing"})
MODES = ("demo", "production", "testing")


@dataclass(frozen=True)
class Setting:
    """One environment variable: its default and what it is for (printed in the README's table)."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("MODE", "demo", "demo, production; demo is http on the loopback with demonstration accounts"),
    Setting("DATA_DIR", "instance/", "database, files, mail and secret; the index too when it is set"),
    Setting("DATABASE_URL", "SQLite in DATA_DIR", "SQLAlchemy address; postgresql:// for PostgreSQL"),
    Setting("SECRET_KEY", "made once in DATA_DIR", "at least 32 bytes; signs form tokens"),
    Setting("SECRET_KEY_FALLBACKS", "", "older secrets, separated by blanks, while changing"),
    Setting("BASE_URL", "http://127.0.0.1:PORT", "address used in e-mail; https in production"),
    Setting("TRUSTED_HOSTS", "127.0.0.1 localhost", "host names we answer to, separated by blanks"),
    Setting("PROXIES", "0", "number of reverse proxies in front"),
    Setting("PORT", "8000", "port of make run"),
    Setting("SMTP_URL", "", "smtp://user:password@host:port; empty: mail is written to DATA_DIR/mail"),
    Setting("MAIL_FROM", "Wspólny Głos <glos@localhost>", "sender of our mail"),
    Setting("DEMO_PASSWORD", "made once in DATA_DIR", "password of all demonstration accounts"),
    Setting("RATE_LIMITS", "on", "off only for measuring; refused in production"),
)


def from_environment(overrides: dict[str, Any] | None = None) -> dict[str, Any]:
    """The configuration of the application; `overrides` (tests) win over the environment.

    Raises RuntimeError in production with every reason at once.
    """
    given = {setting.name: os.environ[setting.name] for setting in SETTINGS if os.environ.get(setting.name)}
    given.update(overrides or {})
    data_dir = Path(given.get("DATA_DIR") or ROOT / "instance").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    config: dict[str, Any] = {
        "MODE": "demo",
        "MAIL_FROM": "Wspólny Głos <glos@localhost>",
        "SMTP_URL": "",
        "PORT": 8000,
        "MAX_CONTENT_LENGTH": limits.UPLOAD_REQUEST,
        "MAX_FORM_MEMORY_SIZE": limits.REQUEST,
        "MAX_FORM_PARTS": limits.FORM_FIELDS,
        "WTF_CSRF_TIME_LIMIT": None,
        # Every statement of the application keeps its place among the compiled ones.
        "SQLALCHEMY_ENGINE_OPTIONS": {"query_cache_size": 2_000},
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "PASSWORD_COST": "full",
        **given,
        "DATA_DIR": str(data_dir),
    }
    if config["MODE"] not in MODES:
        raise RuntimeError(f"MODE is demo or production, not {config['MODE']!r}")
    config["RATE_LIMITS"] = str(config.get("RATE_LIMITS", "on")).lower() not in ("off", "0", "false")
    config["SECRET_KEY"] = given.get("SECRET_KEY") or _secret(data_dir)
    config["SECRET_KEY_FALLBACKS"] = str(given.get("SECRET_KEY_FALLBACKS", "")).split()
    config["SQLALCHEMY_DATABASE_URI"] = _database(given, data_dir)
    config["SEARCH_INDEX_DIR"] = given.get("SEARCH_INDEX_DIR") or str(
        data_dir / "search_index" if given.get("DATA_DIR") else ROOT / "search_index"
    )
    config["BASE_URL"] = (given.get("BASE_URL") or f"http://127.0.0.1:{config['PORT']}").rstrip("/")
    config["SECURE"] = config["BASE_URL"].startswith("https://")
    config["SESSION_COOKIE_SECURE"] = config["SECURE"]
    config["PROXIES"] = int(config.get("PROXIES", 0))
    if given.get("TRUSTED_HOSTS"):
        config["TRUSTED_HOSTS"] = str(given["TRUSTED_HOSTS"]).split()
    elif config["MODE"] == "demo":
        config["TRUSTED_HOSTS"] = ["127.0.0.1", "localhost", "[::1]"]
    if config["MODE"] == "production":
        _refuse_bad_production(config, given)
    return config


def _secret(data_dir: Path) -> str:
    path = data_dir / "secret"
    if not path.exists():
        write_durably(path, secrets.token_hex(32).encode(), mode=0o600)
    return path.read_text().strip()


def _database(given: dict[str, Any], data_dir: Path) -> str:
    address = str(
        given.get("SQLALCHEMY_DATABASE_URI") or given.get("DATABASE_URL") or f"sqlite:///{data_dir / 'glos.sqlite'}"
    )
    for plain in ("postgres://", "postgresql://"):
        if address.startswith(plain):
            return "postgresql+psycopg://" + address.removeprefix(plain)
    return address


def _refuse_bad_production(config: dict[str, Any], given: dict[str, Any]) -> None:
    reasons = []
    secret = str(given.get("SECRET_KEY", ""))
    if len(secret.encode()) < 32 or secret in KNOWN_SECRETS:
        reasons.append("SECRET_KEY is missing, known, or shorter than 32 bytes")
    if not config["SECURE"]:
        reasons.append("BASE_URL does not begin with https://")
    if not config.get("TRUSTED_HOSTS"):
        reasons.append("TRUSTED_HOSTS is not set")
    if not config["SMTP_URL"]:
        reasons.append("SMTP_URL is not set")
    if not given.get("DATA_DIR"):
        reasons.append("DATA_DIR is not set")
    elif not os.access(config["DATA_DIR"], os.W_OK):
        reasons.append("DATA_DIR cannot be written")
    if not config["RATE_LIMITS"]:
        reasons.append("RATE_LIMITS=off is for measuring only")
    if (Path(config["DATA_DIR"]) / "demo-password").exists():
        reasons.append("DATA_DIR holds demonstration data")
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0"):
        reasons.append("FLASK_DEBUG is on")
    if reasons:
        raise RuntimeError("production does not start: " + "; ".join(reasons))
