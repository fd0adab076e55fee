"""The catalogues' tool on a small application of its own; and the real catalogues, which must be complete."""

import gettext
from pathlib import Path

import pytest

from tools.catalogs.checking import problems
from tools.catalogs.compiling import compile_all, compile_stale
from tools.catalogs.places import HOUSE, catalogues
from tools.catalogs.updating import update

PYTHON = """
from flask_babel import gettext as _, lazy_gettext as _l, ngettext
title = _("Ask a question")
label = _l("Reply in %(place)s")
count = ngettext("%(num)s answer", "%(num)s answers", 3)
"""
TEMPLATE = """{{ _("Save") }}{% trans trimmed n=n %}One
  thing{% pluralize %}{{ n }} things{% endtrans %}"""
COMPLETE = {
    "Ask a question": "Zapytaj o coś",
    "Reply in %(place)s": "Odpowiedz w %(place)s",
    "%(num)s answer": ["%(num)s odpowiedź", "%(num)s odpowiedzi", "%(num)s odpowiedzi"],
    "One thing": ["Jedna rzecz", "%(n)s rzeczy", "%(n)s rzeczy"],
    "Save": "Zapisz",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    forum = tmp_path / "app" / "forum"
    (forum / "templates" / "forum").mkdir(parents=True)
    (forum / "actions.py").write_text(PYTHON)
    (forum / "templates" / "forum" / "topic.html").write_text(TEMPLATE)
    (tmp_path / "app" / "web").mkdir()
    (tmp_path / "app" / "web" / "menu.py").write_text('_("Menu"); _("Save")')
    run_update(tmp_path, "forum", HOUSE)
    return tmp_path


def run_update(project: Path, *names: str) -> list[str]:
    return list(update(catalogues(names, project), project))


def po(project: Path, folder: str = "app/forum") -> Path:
    return project / folder / "translations" / "pl" / "LC_MESSAGES" / "messages.po"


def translate(path: Path, translations: dict[str, str | list[str]]) -> None:
    """Fill in by hand, as a person would."""
    text = path.read_text()
    for identity, translated in translations.items():
        start = text.index(f'msgid "{identity}"')
        end = text.find("\n\n", start)
        block = text[start : end if end > 0 else len(text)]
        filled = block
        for number, form in enumerate(translated if isinstance(translated, list) else [translated]):
            key = f"msgstr[{number}]" if isinstance(translated, list) else "msgstr"
            filled = filled.replace(f'{key} ""', f'{key} "{form}"')
        text = text.replace(block, filled)
    path.write_text(text)


def found(project: Path, *names: str) -> str:
    return "\n".join(problems(catalogues(names, project)))


def test_each_feature_has_its_own_messages(project):
    forum, house = po(project).read_text(), po(project, "app").read_text()
    assert 'msgid "Ask a question"' in forum
    assert 'msgid_plural "%(n)s things"' in forum
    assert 'msgid "Menu"' in house
    assert "Ask a question" not in house


def test_file_tells_nothing_of_machine_or_time(project):
    text = po(project).read_text()
    assert str(project) not in text
    assert "actions.py" not in text
    assert "Date" not in text


def test_second_update_changes_nothing(project):
    translate(po(project), COMPLETE)
    before = po(project).read_text()
    run_update(project)
    assert po(project).read_text() == before


def test_update_keeps_translations_and_drops_what_is_gone(project):
    translate(po(project), COMPLETE)
    source = project / "app" / "forum" / "actions.py"
    source.write_text(PYTHON.replace("Ask a question", "Ask a good question"))
    assert run_update(project, "forum") == ["forum: 5 messages, 1 new, 1 dropped, 1 to translate"]
    text = po(project).read_text()
    assert "Odpowiedz w" in text
    assert "Zapytaj o coś" not in text, "nothing is guessed for a similar message"


def test_message_that_moves_takes_its_translation_along(project):
    translate(po(project), COMPLETE)
    run_update(project, HOUSE)
    assert 'msgstr "Zapisz"' in po(project, "app").read_text()


def test_complete_catalogue_has_no_problems(project):
    translate(po(project), COMPLETE)
    assert found(project, "forum") == ""


@pytest.mark.parametrize(
    ("identity", "translated", "word"),
    [
        ("Save", "", "is not translated"),
        ("Reply in %(place)s", "Odpowiedz w %(miejsce)s", "placeholders differ"),
        ("Reply in %(place)s", "Odpowiedz", "placeholders differ"),
        ("%(num)s answer", ["odpowiedź", "odpowiedzi", ""], "has 2 plural forms"),
        ("%(num)s answer", ["a", "b", "%(ile)s c"], "which the code does not give"),
    ],
)
def test_bad_translation_is_named(project, identity, translated, word):
    translate(po(project), {**COMPLETE, identity: translated})
    told = found(project, "forum")
    assert word in told
    assert repr(identity) in told
    assert len(told.splitlines()) == 1


def test_fuzzy_translation_is_named(project):
    translate(po(project), COMPLETE)
    text = po(project).read_text().replace('msgid "Save"', '#, fuzzy\nmsgid "Save"')
    po(project).write_text(text)
    assert "is marked fuzzy" in found(project, "forum")


def test_new_text_without_update_is_named(project):
    translate(po(project), COMPLETE)
    (project / "app" / "forum" / "views.py").write_text('_("Brand new")')
    assert "'Brand new' (views.py) is not in the catalogue" in found(project, "forum")


def test_broken_template_is_named(project):
    translate(po(project), COMPLETE)
    (project / "app" / "forum" / "templates" / "forum" / "bad.html").write_text('{{ _("x" }}')
    assert "bad.html" in found(project, "forum")


def test_two_translations_of_one_message_are_named(project):
    translate(po(project), COMPLETE)
    translate(po(project, "app"), {"Menu": "Menu", "Save": "Zachowaj"})
    assert "house and forum translate 'Save' differently" in found(project)


def test_compiling_binds_short_words(project):
    translate(po(project), COMPLETE)
    compile_all(catalogues(["forum"], project))
    with po(project).with_suffix(".mo").open("rb") as file:
        polish = gettext.GNUTranslations(file)
    assert polish.gettext("Reply in %(place)s") == "Odpowiedz w\xa0%(place)s"
    assert polish.ngettext("%(num)s answer", "%(num)s answers", 5) == "%(num)s odpowiedzi"
    assert polish.gettext("Ask a question") == "Zapytaj o\xa0coś"


def test_only_what_changed_is_compiled_again(project):
    assert {catalogue.name for catalogue in compile_stale(project)} == {"forum", HOUSE}
    assert compile_stale(project) == []
    translate(po(project), COMPLETE)
    assert [catalogue.name for catalogue in compile_stale(project)] == ["forum"]


def test_unknown_feature_is_refused(project):
    with pytest.raises(LookupError, match="app/nothing is not there"):
        catalogues(["nothing"], project)


def test_catalogues_of_the_application_are_complete():
    assert problems(catalogues()) == []
