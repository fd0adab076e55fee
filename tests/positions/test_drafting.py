"""Writing a text: identities stay, nothing typed is lost, what is published never changes."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from app.extensions import db
from app.positions.actions import drafting
from app.positions.errors import NodeGone, NothingToPublish, TextClosed, TextRefused
from app.positions.models import NodeRevision, Position, PositionVersion
from app.positions.queries.texts import draft_of, tombstones_of, tree_of
from app.positions.text.hashing import body_sha256
from app.positions.text.parse_plain import parse
from app.web.errors import Forbidden, StaleEdit
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_moderator, a_user, an_advocate
from tests.factories_positions import (
    NAMES,
    TEXT,
    a_draft,
    a_published_draft,
    a_ready_position,
    node_called,
)
from tests.pages import visit


def rewritten(position, old, new):
    tree = tree_of(position.current_version_id)
    from app.positions.text.plain import to_plain

    return parse(to_plain(tree, NAMES).replace(old, new), tree, names=NAMES).tree


def test_advocate_opens_and_leads(app):
    lead = an_advocate()
    position = a_draft(lead)
    assert (position.lead_id, position.state, position.rules.name) == (lead.id, "draft", "default")
    assert draft_of(position).no == 1
    with pytest.raises(Forbidden):
        a_draft(a_committee_member())


def test_only_lead_and_moderator_write(app):
    position = a_published_draft()
    tree = tree_of(position.current_version_id)
    with pytest.raises(Forbidden):
        drafting.save_text(an_advocate(), position, tree, position.text_rev)
    drafting.save_text(a_moderator(), position, tree, position.text_rev)


def test_rewriting_the_whole_text_keeps_identities(app):
    position = a_published_draft()
    before = tree_of(position.current_version_id)
    tree = rewritten(position, "2) mało kto kupuje", "2) bardzo mało kto kupuje")
    drafting.save_text(position.lead, position, tree, position.text_rev)
    drafting.publish_version(position.lead, position, "Jedno słowo.")
    after = tree_of(db.session.get(Position, position.id).current_version_id)
    assert [node.node_id for node in before] == [node.node_id for node in after]
    assert body_sha256(before) != body_sha256(after)


def test_published_version_is_hashed_and_numbered(app):
    position = a_published_draft()
    version = db.session.get(PositionVersion, position.current_version_id)
    assert version.body_sha256 == body_sha256(tree_of(version.id))
    assert (version.no, version.parent_id, version.title) == (1, None, "w sprawie zakupów poniżej progu ustawowego")


def test_nothing_new_is_not_published(app):
    position = a_published_draft()
    with pytest.raises(NothingToPublish):
        drafting.publish_version(position.lead, position, "Nic.")
    tree = tree_of(position.current_version_id)
    drafting.save_text(position.lead, position, tree, position.text_rev)
    with pytest.raises(NothingToPublish):
        drafting.publish_version(position.lead, position, "To samo.")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE node_revisions SET text = 'inaczej'",
        "DELETE FROM node_revisions",
        "UPDATE position_versions SET body_sha256 = 'x'",
        "INSERT INTO node_revisions (version_id, node_id, rank, kind, text, flags, is_tombstone, rev) "
        "SELECT id, 'nowy', 99, 'section', 'x', '{}', false, 1 FROM position_versions",
    ],
)
def test_the_database_refuses_to_change_a_published_version(app, statement):
    a_published_draft()

    def bend():
        with unit_of_work() as session:
            session.execute(text(statement))

    with pytest.raises(DBAPIError):
        bend()


def test_removed_node_leaves_a_tombstone(app):
    position = a_published_draft()
    gone = node_called(position, "§ 1 pkt 2")
    drafting.delete_node(position.lead, position, gone)
    version = drafting.publish_version(position.lead, position, "Krócej.")
    assert gone not in tree_of(version.id)
    assert set(tombstones_of(version.id)) == {gone}


def test_stale_whole_text_shows_both(app):
    position = a_published_draft()
    shown = position.text_rev
    mine = rewritten(position, "mało kto", "moje słowa")
    drafting.save_text(position.lead, position, rewritten(position, "mało kto", "cudze słowa"), shown)
    with pytest.raises(StaleEdit) as refused:
        drafting.save_text(position.lead, position, mine, shown)
    assert "moje słowa" in refused.value.mine
    assert "cudze słowa" in refused.value.saved
    assert refused.value.lock_version == shown + 1


def test_publication_meanwhile_makes_a_form_stale(app):
    position = a_published_draft()
    shown = position.text_rev
    drafting.save_text(position.lead, position, rewritten(position, "mało kto", "cudze słowa"), shown)
    drafting.publish_version(position.lead, position, "Druga.")
    with pytest.raises(StaleEdit):
        drafting.save_text(position.lead, position, rewritten(position, "cudze", "moje"), shown)


def test_two_people_edit_two_nodes_at_once(app):
    position = a_published_draft()
    one, other = node_called(position, "§ 2"), node_called(position, "§ 3")
    drafting.edit_node(position.lead, position, one, "Wnosimy inaczej.", demand=True, addressees=["mkres"], rev=1)
    drafting.edit_node(a_moderator(), position, other, "Ogłasza się.", demand=False, addressees=(), rev=1)
    tree = tree_of(draft_of(position).id)
    assert (tree.node(one).text, tree.node(other).text) == ("Wnosimy inaczej.", "Ogłasza się.")


def test_stale_node_shows_both_texts_and_the_page_lets_go_on(app, sign_in_as):
    lead = an_advocate()
    position = a_published_draft(lead)
    node_id = node_called(position, "§ 3")
    client = sign_in_as(lead)
    path = f"/stanowiska/{position.id}/jednostki/{node_id}/edycja"
    first, second = visit(client, path).form("Zapisz"), visit(client, path).form("Zapisz")
    first.submit(text="Pierwsze słowa zapisane.")
    page = second.submit(text="Drugie słowa, napisane obok.", status=409)
    assert "Pierwsze słowa zapisane." in page.main.text
    assert "Drugie słowa, napisane obok." in page.main.text
    saved = page.form("Zapisz mój tekst").submit()
    assert "Drugie słowa, napisane obok." in saved.main.text


def test_gone_node_is_refused(app):
    position = a_published_draft()
    node_id = node_called(position, "§ 3")
    drafting.delete_node(position.lead, position, node_id)
    for act in (
        lambda: drafting.edit_node(position.lead, position, node_id, "x", demand=False, addressees=(), rev=1),
        lambda: drafting.move_node(position.lead, position, node_id, "up"),
        lambda: drafting.add_node(position.lead, position, "section", "x", after=node_id),
    ):
        with pytest.raises(NodeGone):
            act()


def test_nodes_are_added_moved_and_deleted(app):
    position = a_draft()
    first = node_called(position, "§ 1")
    new = drafting.add_node(position.lead, position, "section", "Nowy paragraf.", after=first)
    assert node_called(position, "§ 2") == new
    inside = drafting.add_node(position.lead, position, "point", "trzeci punkt", inside=first)
    assert node_called(position, "§ 1 pkt 3") == inside
    drafting.move_node(position.lead, position, inside, "up")
    assert node_called(position, "§ 1 pkt 2") == inside
    drafting.move_node(position.lead, position, new, "up")
    assert node_called(position, "§ 1") == new
    drafting.delete_node(position.lead, position, first)
    assert inside not in tree_of(draft_of(position).id)


def test_text_that_breaks_the_rules_is_refused_with_its_place(app):
    position = a_draft()
    node_id = node_called(position, "§ 1")
    with pytest.raises(TextRefused) as refused:
        drafting.add_node(position.lead, position, "paragraph", "ustęp", inside=node_id)
    assert "§ 1" in refused.value.sentences[0]


def test_nothing_is_written_once_it_is_ready(app):
    position = a_ready_position()
    with pytest.raises(TextClosed):
        drafting.save_text(position.lead, position, tree_of(position.current_version_id), position.text_rev)


def test_draft_can_be_undone(app):
    position = a_published_draft()
    drafting.delete_node(position.lead, position, node_called(position, "§ 3"))
    drafting.discard_draft(position.lead, position)
    assert draft_of(position) is None
    with pytest.raises(NothingToPublish):
        drafting.discard_draft(position.lead, position)


def test_uncertain_parts_are_asked_about_before_saving(app, sign_in_as):
    lead = an_advocate()
    position = a_published_draft(lead)
    node_id = node_called(position, "§ 2")
    client = sign_in_as(lead)
    path = f"/stanowiska/{position.id}/tekst"
    page = visit(client, path)
    source = (
        page.form("Zapisz szkic")
        .values["source"]
        .replace(
            "Wnosimy do Komitetu o coroczną informację o zakupach.",
            "Wnosimy do Komitetu o spotkanie, na którym pokaże dane o zakupach gmin i powiatów.",
        )
    )
    asked = page.form("Zapisz szkic").submit(source=source)
    assert asked.heading == "Czy to ta sama jednostka?"
    assert draft_of(position) is None
    asked.form("Zapisz szkic").submit({f"ta-sama-{node_id}": "nie"})
    assert node_id not in tree_of(draft_of(position).id)


def test_refused_whole_text_comes_back_with_words(app, sign_in_as):
    lead = an_advocate()
    position = a_draft(lead)
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/tekst")
    long = TEXT.replace("Stanowisko przekazuje się Komitetowi.", "x" * 11_000)
    page = page.form("Zapisz szkic").submit(source=long, status=422)
    assert "10000" in page.main.text or "10 000" in page.main.text
    assert "x" * 1000 in page.html


def test_opening_twice_makes_one_position(app, sign_in_as):
    form = visit(sign_in_as(an_advocate()), "/stanowiska/nowe").form("Otwórz stanowisko")
    values = {"title": "Zakupy poniżej progu", "matter": "w sprawie zakupów poniżej progu"}
    assert form.submit(values).path == form.submit(values).path
    assert db.session.scalar(select(func.count()).select_from(Position)) == 1


def test_publishing_twice_makes_one_version(app, sign_in_as):
    lead = an_advocate()
    position = a_draft(lead)
    form = visit(sign_in_as(lead), f"/stanowiska/{position.id}/szkic").form("Opublikuj wersję")
    form.submit(note="Pierwsza.")
    form.submit(note="Pierwsza.")
    assert db.session.scalar(select(func.count()).select_from(PositionVersion)) == 1


def test_bad_new_position_keeps_what_was_typed(app, sign_in_as):
    form = visit(sign_in_as(an_advocate()), "/stanowiska/nowe").form("Otwórz stanowisko")
    page = form.submit(title="Krótki", matter="w sprawie", status=422)
    assert page.form("Otwórz stanowisko").values["title"] == "Krótki"
    assert "co najmniej 10 znaków" in page.text


def test_person_without_mandate_opens_nothing(app, sign_in_as):
    visit(sign_in_as(a_user()), "/stanowiska/nowe", status=403)


def test_addressees_of_the_list_and_others(app, sign_in_as):
    lead = an_advocate()
    position = a_published_draft(lead)
    node_id = node_called(position, "§ 2")
    page = visit(sign_in_as(lead), f"/stanowiska/{position.id}/jednostki/{node_id}/edycja")
    page = page.form("Zapisz").submit(
        demand=True,
        addressees=["mkres", "sejmik"],
        others="Związek Gmin\nMazowiecki Komitet Rozwoju Ekonomii Społecznej",
    )
    assert tree_of(draft_of(position).id).node(node_id).addressees == ("mkres", "sejmik", "Związek Gmin")
    assert "Związek Gmin" in page.main.text


def test_draft_rows_are_those_of_the_tree(app):
    position = a_draft()
    rows = list(db.session.scalars(select(NodeRevision).where(NodeRevision.version_id == draft_of(position).id)))
    assert len(rows) == len(tree_of(draft_of(position).id)) == 9
