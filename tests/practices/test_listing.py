"""The public list: filters, counts with their own filter left out, order, pages; few statements however large it is."""

import json

from sqlalchemy import select

from app.practices.importing import import_lines
from app.practices.models import Practice
from app.practices.queries.listing import Chosen, list_practices
from tests.factories import a_moderator, an_advocate
from tests.factories_practices import CARD, a_published_practice, a_sent_practice
from tests.pages import visit


def many(*changes: dict) -> None:
    lines = [json.dumps({**CARD, "title": f"Praktyka {place}", **one}).encode() for place, one in enumerate(changes)]
    report = import_lines(lines, publish=True)
    assert not report.problems, [str(one) for one in report.problems]


def titles(page) -> list[str]:
    return [node.text for node in page.find_all("h3")]


def test_only_published_practices_are_listed_newest_first(app, client):
    author, moderator = an_advocate(), a_moderator()
    a_published_practice(author, moderator, title="Pierwsza")
    a_sent_practice(author, title="Czeka")
    a_published_practice(author, moderator, title="Druga")
    page = visit(client, "/praktyki")
    assert titles(page) == ["Druga", "Pierwsza"]
    assert "2 praktyki" in page.text
    assert "Gmina Zabrodzie · powiat wyszkowski · od 2020" in page.text


def test_facet_is_counted_with_its_own_filter_left_out(app):
    many(
        {"themes": ["energia"], "unit_id": "143506"},
        {"themes": ["energia", "kultura"], "unit_id": "1435"},
        {"themes": ["kultura"], "unit_id": "141304"},
    )
    found = list_practices(Chosen({"theme": ("energia",)}), "", 1)
    assert found.page.total == 2
    assert found.counts["theme"] == {"energia": 2, "kultura": 2}
    assert found.counts["powiat"] == {"1435": 2}
    both = list_practices(Chosen({"theme": ("kultura",), "powiat": ("1413", "1435")}), "", 1)
    assert both.page.total == 2
    assert both.counts["powiat"] == {"1435": 1, "1413": 1}
    assert list_practices(Chosen({"theme": ("nie-ma",)}), "", 1).page.total == 0


def test_page_narrows_the_list_and_gives_each_filter_a_way_out(app, client):
    many({"themes": ["energia"], "tags": ["Słońce"]}, {"themes": ["kultura"]})
    page = visit(client, "/praktyki?theme=energia&tag=slonce")
    assert titles(page) == ["Praktyka 0"]
    assert "Słońce" in page.text
    page = page.link("Usuń filtr: Energia i klimat").follow()
    assert "theme=" not in page.url
    assert page.form(action="/praktyki").values.getlist("tag") == ["slonce"]
    page = visit(client, "/praktyki?theme=energia&kind_of_entry=lekcja")
    assert "Żadna praktyka nie pasuje" in page.text


def test_odd_addresses_answer_all_the_same(app, client):
    many({})
    for query in (
        "strona=0",
        "strona=-1",
        "strona=99999999999",
        "strona=x",
        "kolejnosc=losowo",
        "unit=9999",
        "theme=%F0%9F",
    ):
        assert visit(client, f"/praktyki?{query}").heading == "Dobre praktyki"


def test_list_pages_and_sorts(app, client):
    many(*({"title": f"Praktyka {number:02}"} for number in range(45)))
    page = visit(client, "/praktyki?kolejnosc=alfabetycznie&strona=3")
    assert titles(page) == [f"Praktyka {number}" for number in range(40, 45)]
    assert "45 praktyk" in page.text


def test_list_costs_few_statements_however_many_filters(app, client, sign_in_as, queries):
    many(*({"title": f"Praktyka {number}"} for number in range(30)))
    person = sign_in_as(an_advocate())
    visit(person, "/praktyki")
    queries.clear()
    visit(person, "/praktyki?theme=gastronomia-szkolna&instrument=zalozycielstwo-jst&powiat=1435&strona=2")
    assert len(queries) <= 7, queries


def test_change_is_seen_at_once(app, client):
    practice = a_published_practice(title="Pierwsza")
    assert "Pierwsza" in visit(client, "/praktyki").text
    a_published_practice(title="Druga")
    assert titles(visit(client, "/praktyki")) == ["Druga", "Pierwsza"]
    assert practice.is_public


def test_text_leads_to_the_search_over_practices(app, client, session):
    from app.search.indexing import rebuild_index

    many(
        {"title": "Spółdzielnia socjalna gotuje obiady", "themes": ["gastronomia"]},
        {
            "title": "Zakład aktywności zawodowej szyje",
            "themes": ["kultura"],
            "operator_name": "Miasto",
            "summary": "Pracownia krawiecka.",
            "entity_kind": ["zaz"],
            "instruments": ["lokal-gminny"],
        },
    )
    rebuild_index()
    page = visit(client, "/praktyki?q=spółdzielni+socjalnych")
    assert titles(page) == ["Spółdzielnia socjalna gotuje obiady"]
    assert page.find("mark").text in ("Spółdzielnia", "Spółdzielnia socjalna")
    assert "1 praktyka" in page.text
    assert session.scalars(select(Practice)).all()


def test_english_list(app, client):
    many({}, {"kind": "pilotaz"})
    client.set_cookie("jezyk", "en")
    page = visit(client, "/praktyki")
    assert page.heading == "Good practices"
    assert "Kind of entry" in page.text
    assert "2 practices" in page.text
