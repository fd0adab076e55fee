"""The lists are data: loaded once, found by slug or name, kept in memory until they change."""

import re

import pytest
from flask_babel import force_locale

from app.lib import clock
from app.vocabularies.loading import load_vocabularies
from app.vocabularies.models import Term
from app.vocabularies.queries import find_term, forget, label, terms
from app.vocabularies.reference import term_rows
from app.web.unit_of_work import unit_of_work

KINDS = {"theme": 30, "entity": 19, "group": 22, "instrument": 21, "indicator": 16, "maturity": 9, "constituency": 10}


def test_file_has_every_list_in_both_languages():
    rows = term_rows()
    for kind, count in KINDS.items():
        assert sum(row["kind"] == kind for row in rows) == count
    assert all(row["label_pl"] and row["label_en"] and re.fullmatch(r"[a-z0-9-]+", row["slug"]) for row in rows)


def test_loading_twice_changes_nothing(app):
    load_vocabularies()
    assert load_vocabularies() == 0


@pytest.mark.parametrize(
    "text", ["ozn-intelektualna", "Osoby z niepełnosprawnością intelektualną", "z niepelnosprawnoscia INTELEKTUALNĄ"]
)
def test_term_is_found_by_slug_label_and_older_name(app, text):
    assert find_term("group", text).slug == "ozn-intelektualna"


def test_unknown_word_is_nothing(app):
    assert find_term("theme", "gotowanie na gazie") is None
    assert label("theme", "gotowanie") == "gotowanie"


def test_labels_follow_the_reader(app):
    assert label("maturity", "pilotaz") == "Pilotaż"
    with force_locale("en"):
        assert label("maturity", "pilotaz") == "Pilot"


def test_changed_label_is_seen_and_retired_term_gives_its_successor(app, session):
    assert label("theme", "kultura") == "Kultura i edukacja kulturalna"
    with unit_of_work():
        old, new = (session.query(Term).filter_by(kind="theme", slug=slug).one() for slug in ("handel", "kultura"))
        new.label_pl = "Kultura"
        old.retired_at, old.successor_id = clock.now(), new.id
    forget()
    assert label("theme", "kultura") == "Kultura"
    assert find_term("theme", "handel").slug == "kultura"
    assert "handel" not in {term.slug for term in terms("theme")}
    assert label("theme", "handel") == "Handel, sklepy społeczne"
