"""`flask practices import` and `export`: all or nothing, twice changes nothing, nothing is lost on the way."""

import contextvars
import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.activity.models import AuditEvent
from app.demo.content import DATA
from app.extensions import db
from app.jobs.models import Job
from app.practices.importing import import_lines
from app.practices.models import PUBLISHED, SUBMITTED, Practice, PracticeTerm, Revision, Tag
from tests.factories import an_advocate
from tests.factories_practices import CARD

RICH = {
    **CARD,
    "external_id": "baza/17",
    "unit": "gmina Łochów",
    "year": 2019,
    "extra_units": ["powiat węgrowski"],
    "themes": "Gastronomia i catering",
    "results": "Gotują 214 obiadów dziennie",
    "partners": [{"name": "Caritas", "kind": "Fundacja", "role": "kuchnia"}],
    "steps": ["List intencyjny", "Uchwały"],
    "funding": [{"source": "pfron", "amount": 79000}],
    "cost_start": "118 400 zł",
    "cost_year_band": "10-50tys",
    "problem": "Zimne *obiady*.",
    "lessons": "Plan zastępstw.",
    "legal_basis": [{"act": "Ustawa", "article": "art. 5", "state_date": "2026-09-01"}],
    "tags": ["obiady", "KGW"],
    "verified_on": "2026-02-01",
    "verified_by": "Urząd Gminy",
    "change_note": "Z poprzedniej bazy.",
    "completeness": 90,
}
del RICH["unit_id"], RICH["started_on"]


@pytest.fixture
def run(app):
    """`run("import", FILE, …)` gives the result of the command."""

    def invoke(*arguments):
        result = app.test_cli_runner().invoke(args=["practices", *map(str, arguments)])
        db.session.rollback()
        return result

    return invoke


@pytest.fixture
def write(tmp_path):
    def file_of(*records, name="wpisy.jsonl"):
        path = tmp_path / name
        path.write_text(
            "\n".join(one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in records), "utf-8"
        )
        return path

    return file_of


def the_only() -> Practice:
    return db.session.scalars(select(Practice)).one()


def test_import_publishes_and_fills_tables(run, write):
    result = run("import", write(RICH), "--publish")
    assert result.exit_code == 0, result.output
    assert "1 added, 0 changed, 0 unchanged." in result.output
    assert "completeness: set by the service" in result.output
    practice = the_only()
    assert (practice.state, practice.external_id, practice.unit_id) == (PUBLISHED, "baza/17", "143305")
    assert (practice.started_year, practice.cost_start_band, practice.cost_year_band) == (2019, "50-130tys", "10-50tys")
    document = practice.published_revision.document
    assert document["results"] == [{"note": "Gotują 214 obiadów dziennie"}]
    assert document["themes"] == ["gastronomia"]
    terms = {(row.facet, row.slug) for row in db.session.scalars(select(PracticeTerm))}
    assert {("theme", "gastronomia"), ("funding", "pfron"), ("partner", "fundacja")} <= terms
    assert set(db.session.scalars(select(Tag.name))) == {"obiady", "KGW"}
    assert db.session.scalar(select(func.count()).select_from(Job).where(Job.kind == "index")) == 1
    assert db.session.scalar(select(func.count()).where(AuditEvent.act == "practices.imported")) == 1


def test_second_run_changes_nothing(run, write):
    file = write(RICH, {**CARD, "title": "Bez numeru"})
    run("import", file, "--publish")
    before = counts()
    result = run("import", file, "--publish")
    assert "0 added, 0 changed, 2 unchanged." in result.output
    assert counts() == before


def counts():
    return [
        db.session.scalar(select(func.count()).select_from(table))
        for table in (Practice, Revision, Job, AuditEvent, PracticeTerm)
    ]


def test_bad_lines_are_reported_and_nothing_is_loaded(run, write):
    file = write(
        CARD,
        {**CARD, "title": "Zła", "themes": ["latanie"], "kolor": "zielony", "unit_id": "Kraków"},
        "{nie json",
        "[1, 2]",
        {**CARD, "title": ""},
        {"title": "Wyniki", "results": [{"value": "dużo", "ile": 1}]},
    )
    result = run("import", file, "--publish")
    assert result.exit_code == 1
    assert "Nothing was loaded: 5 lines" in result.output
    for text in (
        "wpisy.jsonl:2: kolor: there is no field of that name",
        "wpisy.jsonl:2: themes: “latanie” is not in the list",
        "wpisy.jsonl:2: unit_id: there is no unit “Kraków”",
        "wpisy.jsonl:3: the line is not JSON",
        "wpisy.jsonl:4: the line is not a JSON object",
        "wpisy.jsonl:5: title: a record needs a title",
        "wpisy.jsonl:6: results.value: give a number",
        "wpisy.jsonl:6: results.ile: there is no column of that name",
    ):
        assert text in result.output
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 0
    result = run("import", file, "--publish", "--skip-bad")
    assert result.exit_code == 0
    assert "1 added, 0 changed, 0 unchanged, 5 left out." in result.output


def test_unknown_terms_become_keywords_when_asked(run, write):
    file = write({**CARD, "themes": ["energia", "Latanie"], "maturity": "kwitnie"})
    result = run("import", file, "--publish", "--terms-to-tags")
    assert result.exit_code == 0
    assert "wpisy.jsonl:1: themes: “Latanie” is not in the list; kept as a keyword" in result.output
    practice = the_only()
    assert practice.published_revision.document["tags"] == ["Latanie", "kwitnie"]
    assert "0 added, 0 changed, 1 unchanged." in run("import", file, "--publish", "--terms-to-tags").output


def test_without_publish_records_wait_for_a_moderator(run, write):
    author = an_advocate()
    run("import", write(CARD), "--author", author.email)
    practice = the_only()
    assert (practice.state, practice.author_id) == (SUBMITTED, author.id)
    assert run("import", write(CARD), "--author", "nikt@example.pl").exit_code == 1
    assert "0 added, 1 changed" in run("import", write(CARD), "--publish").output
    assert the_only().state == PUBLISHED


def test_changed_record_becomes_a_new_revision(run, write):
    run("import", write(RICH), "--publish")
    result = run("import", write({**RICH, "summary": "Nowe streszczenie.", "change_note": "Poprawki."}), "--publish")
    assert "0 added, 1 changed, 0 unchanged." in result.output
    practice = the_only()
    assert (practice.revision_count, practice.summary) == (2, "Nowe streszczenie.")
    assert practice.published_revision.change_note == "Poprawki."
    run("import", write({**RICH, "summary": "Trzecie."}))
    practice = the_only()
    assert (practice.state, practice.pending, practice.summary) == (PUBLISHED, SUBMITTED, "Nowe streszczenie.")
    assert "0 added, 0 changed, 1 unchanged." in run("import", write({**RICH, "summary": "Trzecie."})).output


def test_two_records_of_one_number_are_refused(run, write):
    result = run("import", write(RICH, {**RICH, "title": "Inny"}))
    assert "wpisy.jsonl:2: another text of the record in line 1" in result.output
    assert result.exit_code == 1


def test_export_gives_everything_back(app, run, write, tmp_path, databases):
    run(
        "import",
        write(
            RICH,
            {**CARD, "title": "Szkic", "state": "draft"},
            {**CARD, "title": "Odesłana", "state": "changes_requested"},
        ),
    )
    run(
        "import",
        write(
            {
                **CARD,
                "title": "Ukryta",
                "external_id": "h",
                "state": "published",
                "hidden_at": "2026-01-01T00:00:00+00:00",
            }
        ),
    )
    run("import", DATA / "practices.jsonl", "--publish")
    first, second = tmp_path / "raz.jsonl", tmp_path / "dwa.jsonl"
    assert "practices." in run("export", first).output
    count = len(first.read_text("utf-8").splitlines())
    assert f"0 added, 0 changed, {count} unchanged." in run("import", first).output
    run("export", second)
    assert first.read_bytes() == second.read_bytes()

    from app import create_app
    from tests.databases import SETTINGS

    folder = databases.new_folder()
    other = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": databases.new_sqlite(folder), "DATA_DIR": str(folder)})
    runner = other.test_cli_runner()

    def there(*arguments):
        """In a context of its own, or the command would see the application of the test."""
        return contextvars.Context().run(runner.invoke, args=["practices", *map(str, arguments)])

    assert f"{count} added, 0 changed, 0 unchanged." in there("import", first).output
    third = tmp_path / "trzy.jsonl"
    there("export", third)
    assert third.read_bytes() == first.read_bytes()


def test_deep_or_broken_input_is_a_line_of_the_report(app):
    lines = [
        b'{"title":' + b"[" * 10_000,
        b'{"title": "\xff"}',
        b'{"title": "a\\u0000b", "results": [[[]]]}',
        b'{"title": {"a": 1}}',
        b"",
    ]
    report = import_lines(lines)
    assert report.refused
    assert {one.line for one in report.problems} == {1, 2, 3, 4}


@pytest.mark.both_databases
def test_thousand_records_load_together(app, clock):
    lines = [
        json.dumps(
            {**CARD, "title": f"Praktyka {number}", "external_id": f"n-{number}", "tags": [f"tag {number % 50}"]}
        ).encode()
        for number in range(300)
    ]
    report = import_lines(lines, publish=True)
    assert report.added == 300
    assert import_lines(lines, publish=True).unchanged == 300


def test_reference_page_says_what_the_table_says(app):
    from app.practices.importing.reference import HEAD_ENDS, reference_page

    page = Path("docs/practices-import.md").read_text("utf-8")
    assert reference_page(page.split(HEAD_ENDS)[0]) == page, "run: flask practices reference"
