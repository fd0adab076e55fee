"""Settings and rate limits: what production refuses, how often something may be done."""

import sqlite3

import pytest

from app import config
from app.web import rate_limits
from app.web.errors import TooMany

SECRET = "x" * 32


def good(folder, **changes):
    settings = {
        "MODE": "production", "DATA_DIR": str(folder), "SECRET_KEY": SECRET, "BASE_URL": "https://glos.example",
        "TRUSTED_HOSTS": "glos.example", "SMTP_URL": "smtp://localhost", **changes,
    }  # fmt: skip
    return {name: value for name, value in settings.items() if value is not None}


def test_good_production_starts(tmp_path):
    found = config.from_environment(good(tmp_path))
    assert found["SECURE"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["TRUSTED_HOSTS"] == ["glos.example"]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", None, "SECRET_KEY"),
        ("SECRET_KEY", "za-krótki", "SECRET_KEY"),
        ("BASE_URL", "http://glos.example", "https://"),
        ("BASE_URL", None, "https://"),
        ("TRUSTED_HOSTS", None, "TRUSTED_HOSTS"),
        ("SMTP_URL", None, "SMTP_URL"),
        ("RATE_LIMITS", "off", "RATE_LIMITS"),
    ],
)
def test_production_refuses_a_bad_setting(tmp_path, name, value, word):
    with pytest.raises(RuntimeError, match=word):
        config.from_environment(good(tmp_path, **{name: value}))


def test_production_names_all_reasons_at_once(tmp_path, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    (tmp_path / "demo-password").write_text("x")
    with pytest.raises(RuntimeError) as refused:
        config.from_environment({"MODE": "production", "DATA_DIR": str(tmp_path), "RATE_LIMITS": "off"})
    said = str(refused.value)
    for word in ("SECRET_KEY", "https://", "TRUSTED_HOSTS", "SMTP_URL", "RATE_LIMITS", "demonstration", "FLASK_DEBUG"):
        assert word in said


def test_production_wants_its_folder_named(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match="DATA_DIR is not set"):
        config.from_environment(good(tmp_path, DATA_DIR=None))


@pytest.mark.parametrize("mode", ["prod", "Production", "debug", "development", "x"])
def test_mistyped_mode_is_refused_and_not_taken_for_a_lax_one(tmp_path, mode):
    with pytest.raises(RuntimeError, match="MODE"):
        config.from_environment(good(tmp_path, MODE=mode))


def test_demonstration_answers_to_the_own_machine_only(tmp_path):
    found = config.from_environment({"DATA_DIR": str(tmp_path)})
    assert found["MODE"] == "demo"
    assert found["TRUSTED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


def test_secret_is_made_once_and_is_for_the_owner_only(tmp_path):
    first, second = (config.from_environment({"DATA_DIR": str(tmp_path)})["SECRET_KEY"] for _ in range(2))
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("address", ["postgres://a@b/c", "postgresql://a@b/c"])
def test_any_spelling_of_postgresql_leads_to_our_driver(tmp_path, address):
    found = config.from_environment({"DATA_DIR": str(tmp_path), "DATABASE_URL": address})
    assert found["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://a@b/c"


def test_index_lies_in_the_named_folder(tmp_path):
    assert config.from_environment({"DATA_DIR": str(tmp_path)})["SEARCH_INDEX_DIR"] == str(tmp_path / "search_index")


# How often


@pytest.mark.settings(RATE_LIMITS="on")
def test_limit_counts_each_key_apart(app):
    for _ in range(rate_limits.LIMITS["posts"][0]):
        rate_limits.count("posts", "1")
    with pytest.raises(TooMany) as refused:
        rate_limits.count("posts", "1")
    assert 0 < refused.value.retry_after <= rate_limits.LIMITS["posts"][1] + 1
    rate_limits.count("posts", "2")
    rate_limits.forget("posts", "1")
    rate_limits.count("posts", "1")


@pytest.mark.settings(RATE_LIMITS="on")
def test_limit_lets_through_again_when_its_time_is_over(app, monkeypatch):
    now = 1_000_000.0
    monkeypatch.setattr(rate_limits.time, "time", lambda: now)
    for _ in range(10):
        rate_limits.count("posts", "1")
    now += rate_limits.LIMITS["posts"][1] + 1
    rate_limits.count("posts", "1")


@pytest.mark.settings(RATE_LIMITS="off")
def test_limits_can_be_turned_off_for_measuring(app, data_dir):
    for _ in range(50):
        rate_limits.count("posts", "1")
    assert not (data_dir / "limits.sqlite").exists()


@pytest.mark.settings(RATE_LIMITS="on")
@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_damaged_file_of_limits_stops_nobody_and_mends(app, data_dir, content):
    (data_dir / "limits.sqlite").write_bytes(content)
    rate_limits.count("posts", "1")
    for _ in range(10):
        rate_limits.count("posts", "1")
    with pytest.raises(TooMany):
        rate_limits.count("posts", "1")


@pytest.mark.settings(RATE_LIMITS="on")
def test_file_of_limits_that_is_held_stops_nobody(app, data_dir, monkeypatch):
    rate_limits.count("posts", "1")
    connect = sqlite3.connect
    monkeypatch.setattr(rate_limits.sqlite3, "connect", lambda path, timeout: connect(path, timeout=0.05))
    holder = connect(data_dir / "limits.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    rate_limits.count("posts", "1")
    holder.close()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::a:b:c:d", "2001:db8::/64"),
        ("2001:db8:0:0:ffff::", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_network_is_an_ipv4_address_or_the_64_of_ipv6(app, address, network):
    with app.test_request_context("/", environ_base={"REMOTE_ADDR": address}):
        assert rate_limits.network() == network


@pytest.mark.settings(RATE_LIMITS="on")
def test_reports_and_suggestions_are_counted_too(client, monkeypatch, caplog):
    monkeypatch.setitem(rate_limits.LIMITS, "csp_reports", (2, 60))
    monkeypatch.setitem(rate_limits.LIMITS, "suggestions", (2, 60))
    assert [client.post("/csp", data=b"{}").status_code for _ in range(4)] == [204] * 4
    assert len([one for one in caplog.records if "content security policy" in one.getMessage()]) == 2
    assert [client.get("/jednostki/podpowiedzi?q=ra").status_code for _ in range(3)] == [200, 200, 429]
