"""The forum as people read it: lists, topics, permalinks; who sees what."""

import pytest

from tests.factories import a_committee_member
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, many_posts
from tests.pages import visit


def test_visitor_reads_the_forum_without_cookie_and_token(client, app):
    topic = a_topic(title="Jak opisać klauzulę?", tags=["Zamówienia", "koszenie"])
    a_reply(topic)
    page = visit(client, "/forum")
    assert "Jak opisać klauzulę?" in page.main.text
    topic_page = page.link("Jak opisać klauzulę?").follow()
    assert topic_page.heading == "Jak opisać klauzulę?"
    for one in (page, topic_page):
        assert "csrf_token" not in one.html
        assert "Set-Cookie" not in one.response.headers
        assert 'method="post"' not in one.html
    assert "Zaloguj się, aby odpowiedzieć" in topic_page.text


def test_empty_forum_invites_to_ask(client, sign_in_as):
    a_category()
    assert "Nikt jeszcze o nic nie zapytał" in visit(client, "/forum").text
    assert visit(sign_in_as(a_person()), "/forum").link("Zadaj pytanie").follow().heading == "Zadaj pytanie"


@pytest.mark.parametrize(
    ("readers", "seen_by"),
    [
        ("public", {"visitor", "without_part", "member", "committee", "moderator"}),
        ("members", {"member", "committee", "moderator"}),
        ("committee", {"committee", "moderator"}),
    ],
)
def test_category_is_read_by_whom_it_names(client, sign_in_as, readers, seen_by):
    moderator = a_forum_moderator()
    topic = a_topic(moderator, a_category("Pokój", by=moderator, readers=readers), tags=["rozmowa"])
    viewers = {
        "visitor": client,
        "without_part": sign_in_as(a_person(mandate=False)),
        "member": sign_in_as(a_person()),
        "committee": sign_in_as(a_committee_member()),
        "moderator": sign_in_as(moderator),
    }
    for name, viewer in viewers.items():
        seen = name in seen_by
        for path in (
            f"/forum/watek/{topic.id}-{topic.slug}",
            f"/forum/watek/{topic.id}/wpis/1",
            "/forum/kategoria/pokoj",
            "/forum/tag/rozmowa",
        ):
            assert (viewer.get(path, follow_redirects=True).status_code == 200) is seen, (name, path)
        assert (topic.title in visit(viewer, "/forum").main.text) is seen, name


def test_wrong_words_in_the_address_lead_to_the_right_ones(client):
    topic = a_topic(title="Lokal po bibliotece")
    answer = client.get(f"/forum/watek/{topic.id}-cos-innego")
    assert answer.status_code == 301
    assert answer.location == f"/forum/watek/{topic.id}-lokal-po-bibliotece"
    assert client.get(f"/forum/watek/{topic.id}").location == answer.location


def test_permalink_leads_to_page_and_place(client):
    author = a_person()
    topic = a_topic(author)
    many_posts(topic, author, 45)
    assert client.get(f"/forum/watek/{topic.id}/wpis/20").location.endswith(f"{topic.slug}#wpis-20")
    assert client.get(f"/forum/watek/{topic.id}/wpis/41").location.endswith("?strona=3#wpis-41")
    assert client.get(f"/forum/watek/{topic.id}/wpis/46").status_code == 404
    assert client.get(f"/forum/watek/{topic.id}/wpis/0").status_code == 404
    page = visit(client, f"/forum/watek/{topic.id}/wpis/41")
    assert page.find_all("article", id="wpis-41")
    assert not page.find_all("article", id="wpis-40")


def test_page_a_hundred_of_two_thousand_posts_costs_what_the_second_costs(client, queries):
    author = a_person()
    topic = a_topic(author)
    many_posts(topic, author, 2000)
    address = f"/forum/watek/{topic.id}-{topic.slug}?strona="
    client.get(address + "2")
    seen = {}
    for number in (2, 100):
        queries.clear()
        page = visit(client, f"{address}{number}")
        seen[number] = list(queries)
        assert "OFFSET" not in next(one for one in queries if "FROM posts" in one)
        assert "count(" not in " ".join(queries).lower()
    assert len(seen[2]) == len(seen[100]) <= 6
    assert seen[2] == seen[100]
    assert [node["id"] for node in page.find_all("article")] == [f"wpis-{n}" for n in range(1981, 2001)]


def test_number_of_queries(client, sign_in_as, queries):
    author = a_person()
    topic = a_topic(author, tags=["a", "b"])
    a_reply(topic)
    reader = sign_in_as(a_person())
    path = f"/forum/watek/{topic.id}-{topic.slug}"
    reader.get(path)  # the first opening moves the mark
    for viewer, address, most in (
        (client, "/forum", 5),
        (client, f"/forum/kategoria/{topic.category.slug}", 5),
        (client, path, 6),
        (reader, "/forum", 7),
        (reader, path, 9),
    ):
        queries.clear()
        assert viewer.get(address).status_code == 200
        assert len(queries) <= most, (address, list(queries))


def test_filters_of_the_list(client, sign_in_as):
    asker, other = a_person("Anna Pytająca"), a_person("Jan Inny")
    category = a_category("Zamówienia")
    mine = a_topic(asker, category, title="Moje pytanie bez echa")
    a_reply(a_topic(other, category, title="Cudze pytanie z odpowiedzią"))
    me = sign_in_as(asker)

    def titles(viewer, path):
        return {node.text for node in visit(viewer, path).find_all("a") if "topic__title" in node.get("class", "")}

    assert titles(client, "/forum?filtr=bez-odpowiedzi") == {mine.title}
    assert titles(me, "/forum?filtr=moje") == {mine.title}
    assert titles(me, "/forum?filtr=obserwowane") == {mine.title}
    assert titles(me, "/forum/kategoria/zamowienia?filtr=moje") == {mine.title}
    assert len(titles(client, "/forum?filtr=niema")) == 2
    assert client.get("/forum?filtr=moje").status_code == 302
    assert client.get("/forum?temat=zamowienia").location == "/forum/kategoria/zamowienia"


def test_long_list_has_pages(client):
    author, category = a_person(), a_category()
    for number in range(32):
        a_topic(author, category, title=f"Pytanie numer {number}")
    page = visit(client, "/forum")
    assert len([node for node in page.find_all("a") if "topic__title" in node.get("class", "")]) == 30
    assert "Pytanie numer 0" in page.link("Następna").follow().main.text
    assert visit(client, "/forum?strona=999999").main.text
    assert visit(client, "/forum?strona=minus").main.text
