"""Words that only some may read, looked for at every address: pages, history, search, JSON, logs, feeds of any kind."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.drafts.keeping import keep_draft
from app.extensions import db
from app.forum.actions import moderating, writing
from app.forum.models import Category
from app.forum.text import written
from app.links import cite
from app.positions.actions import answering, discussing, drafting, voting
from app.positions.queries.texts import demands_of
from app.practices import actions as practices
from app.web.unit_of_work import unit_of_work
from tests import factories, factories_forum, factories_positions, factories_practices

pytestmark = pytest.mark.slow

# word → who may meet it, apart from those named in every case (author and moderators)
MEMBERS, COMMITTEE, ADVOCATES, NOBODY = "members", "committee", "advocates", "nobody"
SECRETS = {
    "Kwefizoluga": MEMBERS,
    "Brzydumesto": COMMITTEE,
    "Plotgavixen": NOBODY,
    "Hurczobyfal": NOBODY,
    "Zmigdawoxe": NOBODY,
    "Feltucyniro": NOBODY,
    "Wojdrakumpa": NOBODY,
    "Gestylobiru": NOBODY,
    "Cnobfruwady": NOBODY,
    "Mupstrogile": ADVOCATES,
    "Jaktwezofin": NOBODY,
    "Rydgomelcha": ADVOCATES,
    "Sluvanketo": COMMITTEE,
    "Dwicphozuma": NOBODY,
    "Tabnigrelox": NOBODY,
}


@pytest.fixture
def world(app: Flask, clock: Any, run_jobs: Any) -> dict[str, Any]:
    """One secret of every kind, made by the actions, and a reader of every kind."""
    author, moderator = factories.an_advocate("Autor Tajny"), factories.a_moderator()
    secretary = factories.a_committee_member(secretary=True)
    factories_positions.a_transmitted_position(lead=author, moderator=moderator, secretary=secretary)
    _forum(author, moderator)
    practice = _practices(author, moderator)
    _positions(author, moderator, secretary, practice)
    keep_draft(author, place="/forum/nowy", page="/forum/nowy", title="Tabnigrelox", fields={"title": ["Tabnigrelox"]})
    people = {
        "visitor": None,
        "outsider": factories.a_user(),
        "advocate": factories.an_advocate(),
        "committee": factories.a_committee_member(),
    }
    run_jobs()
    return people


def _forum(author: Any, moderator: Any) -> None:
    for readers, word in (("members", "Kwefizoluga"), ("committee", "Brzydumesto")):
        room = factories_forum.a_category(f"Dział {word}", by=moderator, readers=readers)
        by = author if readers == "members" else moderator
        topic = factories_forum.a_topic(by, room, title=f"Pytanie {word}", body=f"Treść {word}", tags=[word.lower()])
        moderating.lock_topic(moderator, topic.id, f"Powód {word}")
    room = factories_forum.a_category("Dział jawny", by=moderator)
    hidden = factories_forum.a_topic(author, room, title="Plotgavixen", body="Plotgavixen", tags=["plotgavixen"])
    moderating.hide_topic(moderator, hidden.id, "Naruszenie zasad")
    topic = factories_forum.a_topic(author, room, title="Jawne pytanie o przetarg")
    post = factories_forum.a_reply(topic, author, "Zmigdawoxe")
    writing.edit_post(author, post.id, post.lock_version, written(author, "Hurczobyfal"))
    moderating.hide_post(moderator, post.id, "Naruszenie zasad")


def _practices(author: Any, moderator: Any) -> Any:
    factories_practices.a_draft(author, title="Feltucyniro w gminie")
    factories_practices.a_sent_practice(author, title="Wojdrakumpa praktyka")
    hidden = factories_practices.a_sent_practice(author, title="Gestylobiru w gminie")
    practices.publish_practice(moderator, hidden, depth="card", reason="")
    practices.hide_practice(moderator, hidden, reason="Naruszenie zasad")
    public = factories_practices.a_sent_practice(author)
    practices.publish_practice(moderator, public, depth="card", reason="")
    changed = dict(practices.writing.working_document(public))
    practices.save_draft(author, public, {**changed, "summary": "Cnobfruwady w opisie."}, lock_version=None)
    return public


def _positions(author: Any, moderator: Any, secretary: Any, practice: Any) -> None:
    from app.positions.models import Position

    title = "Mupstrogile w sprawie przetargów"
    position = factories_positions.a_consultation(author, title=title, visibility="advocates")
    node = demands_of(position)[0].node_id
    discussing.comment_on_node(author, position, node, "Rydgomelcha")
    discussing.cite_evidence(author, position, node, ("practice", practice.id))
    rev = drafting._row(drafting.draft_of(position) or position.current_version, node).rev
    drafting.edit_node(author, position, node, "Jaktwezofin", demand=True, addressees=["mkres"], rev=rev)
    vote = factories_positions.an_open_vote(author, moderator=moderator, public=True)
    mandate = factories.mandate_of(author)
    voting.cast_ballot(author, vote, mandate.id, "against", "Dwicphozuma")
    handed = db.session.scalars(db.select(Position).where(Position.state == "under_review")).one()
    answering.write_demand_answer(
        secretary, handed, demands_of(handed)[0].node_id, verdict="rejected", reason="Sluvanketo"
    )
    secret = db.session.scalars(db.select(Category).where(Category.readers == "members")).one()
    with unit_of_work():
        cite(author, ("topic", 1), ("position", handed.id))
        cite(author, ("position", handed.id), ("topic", 1))
    assert secret


def may_meet(word: str, who: str) -> bool:
    """Whether a reader who is neither the author nor a moderator may read the word."""
    return {MEMBERS: who in ("advocate", "committee"), COMMITTEE: who == "committee", ADVOCATES: who == "advocate"}.get(
        SECRETS[word], False
    )


def addresses(app: Flask) -> Iterator[str]:
    """Every GET address with every number that a row could have here, the tags, the rooms, and the searches for secrets."""
    texts = ["kwefizoluga", "brzydumesto", "plotgavixen", "dzial-kwefizoluga", "dzial-brzydumesto"]
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint.startswith(("assets", "health", "pages.", "jobs.")):
            continue
        numbers = [name for name in rule.arguments if f"<int:{name}>" in rule.rule]
        words = [name for name in rule.arguments if f"<{name}>" in rule.rule]
        for chosen in product(range(1, 6) if len(numbers) == 1 else range(1, 4), repeat=len(numbers)):
            path = rule.rule
            for name, number in zip(numbers, chosen, strict=True):
                path = path.replace(f"<int:{name}>", str(number))
            if "<any(" in path:
                continue
            for text in texts[: len(texts) if words and not numbers else 1]:
                filled = path
                for name in words:
                    filled = filled.replace(f"<{name}>", text)
                yield filled
    for word in SECRETS:
        yield f"/szukaj?q={word}"
        yield f"/api/v1/search?q={word}"
    yield from ("/", "/forum?filtr=moje", "/praktyki?q=Gestylobiru", "/stanowiska", "/rzecznicy", "/moderacja/dziennik")


def test_secret_words_reach_only_their_readers(app: Flask, world: dict[str, Any], sign_in_as: Any) -> None:
    leaks = set()
    for who, client in _clients(app, world, sign_in_as).items():
        for address in addresses(app):
            answer = client.get(address)
            if answer.status_code in (301, 302) and not answer.location.startswith("/logowanie"):
                answer = client.get(answer.location)
            page, asked = answer.get_data(as_text=True).lower(), address.lower()
            for word in SECRETS:
                if word.lower() in page and word.lower() not in asked and not may_meet(word, who):
                    leaks.add(f"{who} {address} shows {word}")
    assert sorted(leaks) == []


def test_the_search_tells_nothing_of_secret_words(app: Flask, world: dict[str, Any], sign_in_as: Any) -> None:
    told = []
    for who, client in _clients(app, world, sign_in_as).items():
        nothing = _found(client, "Oxuvwylmeka")
        told += [(who, word) for word in SECRETS if not may_meet(word, who) and _found(client, word) != nothing]
    assert told == []


def _clients(app: Flask, world: dict[str, Any], sign_in_as: Any) -> dict[str, FlaskClient]:
    return {who: sign_in_as(person) if person else app.test_client() for who, person in world.items()}


def _found(client: FlaskClient, word: str) -> str:
    """The page of a search without what differs for every question: its words and its nonce."""
    import re

    page = client.get(f"/szukaj?q={word}").get_data(as_text=True)
    page = re.sub(r'nonce="[^"]+"|value="[0-9a-zA-Z_.-]{20,}"', "", page)
    return re.sub(word, "", page, flags=re.IGNORECASE)
