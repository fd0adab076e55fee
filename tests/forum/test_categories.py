"""Keeping of categories by MCPS."""

import pytest

from app.activity.models import AuditEvent
from app.forum.actions.categories import add_category
from app.forum.models import Category
from app.web.errors import Forbidden
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_topic
from tests.pages import visit


def test_moderator_adds_changes_and_orders(sign_in_as, client, session):
    moderator = sign_in_as(a_forum_moderator())
    form = visit(moderator, "/forum/kategorie/nowa").form("Dodaj dział")
    form.submit(name="Usługi społeczne", description="Opieka i asystencja.", name_en="Social services")
    form = visit(moderator, "/forum/kategorie/nowa").form("Dodaj dział")
    page = form.submit(name="Kuluary", readers="members", writers="members")
    names = [node.text for node in page.find_all("h2")]
    assert names == ["Usługi społeczne", "Kuluary"]
    page = page.form(action="/forum/kategorie/kuluary/kolejnosc").submit()
    assert [node.text for node in page.find_all("h2")] == ["Kuluary", "Usługi społeczne"]
    page = page.link("Usługi społeczne").follow().form("Zapisz dział").submit(name="Usługi", readers="public")
    assert "Usługi" in [node.text for node in page.find_all("h2")]
    assert visit(client, "/forum/kategoria/uslugi-spoleczne").heading == "Usługi"
    client.set_cookie("jezyk", "en")
    assert visit(client, "/forum/kategoria/uslugi-spoleczne").heading == "Social services"
    acts = [one.act for one in session.query(AuditEvent).order_by(AuditEvent.number)]
    assert acts == ["forum.added_category", "forum.added_category", "forum.ordered_categories", "forum.edited_category"]


def test_same_name_is_refused_and_the_form_kept(sign_in_as, session):
    a_category("Kuluary")
    moderator = sign_in_as(a_forum_moderator())
    form = visit(moderator, "/forum/kategorie/nowa").form("Dodaj dział")
    page = form.submit(name="kuluary", description="Coś innego", status=422)
    assert "już istnieje" in page.text
    assert page.form("Dodaj dział").values["description"] == "Coś innego"
    assert session.query(Category).count() == 1
    response = moderator.post("/forum/kategorie/nowa", data={**page.form("Dodaj dział").values, "readers": "nikt"})
    assert response.status_code == 422


def test_stale_form_is_told(sign_in_as, session):
    category = a_category("Kuluary")
    moderator = sign_in_as(a_forum_moderator())
    first = visit(moderator, f"/forum/kategorie/{category.slug}").form("Zapisz dział")
    second = visit(moderator, f"/forum/kategorie/{category.slug}").form("Zapisz dział")
    first.submit(name="Kuluary sieci")
    page = second.submit(name="Kuluary rzeczników", status=409)
    assert "Kuluary sieci" in page.text
    assert "Kuluary rzeczników" in page.text


def test_new_posts_make_no_form_of_a_category_stale(sign_in_as):
    category = a_category("Kuluary")
    moderator = sign_in_as(a_forum_moderator())
    form = visit(moderator, f"/forum/kategorie/{category.slug}").form("Zapisz dział")
    a_topic(category=category)
    form.submit(description="Opis")


def test_members_keep_no_categories(sign_in_as, client):
    member = sign_in_as(a_person())
    category = a_category()
    for path in ("/forum/kategorie", "/forum/kategorie/nowa", f"/forum/kategorie/{category.slug}"):
        assert client.get(path).status_code == 302
        assert member.get(path).status_code == 403
    with pytest.raises(Forbidden):
        add_category(a_person(), name="Moja", readers="public", writers="members")
