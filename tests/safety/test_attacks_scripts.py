"""Script in every field that a person fills, looked for on every page that shows it: text stays text."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from app.auth.actions import profile
from app.drafts.keeping import keep_draft
from app.extensions import db
from app.forum.actions import answers, moderating, writing
from app.forum.actions.categories import edit_category
from app.forum.text import written
from app.lib.text_input import clean_line, clean_text
from app.positions.actions import answering, discussing, drafting, staging, voting
from app.positions.models import Position
from app.positions.queries.texts import demands_of
from app.practices import actions as practices
from tests import factories, factories_forum, factories_positions, factories_practices
from tests.html_tree import Node, parse
from tests.lib.xss_payloads import ALL, RUN
from tests.page_rules import _inline

pytestmark = pytest.mark.slow

SHORT = [one for one in dict.fromkeys(clean_line(payload) for payload in ALL) if 10 < len(one) <= 75]
ROUNDS = 2
FORBIDDEN = {
    "iframe",
    "object",
    "embed",
    "base",
    "applet",
    "frame",
    "frameset",
    "foreignobject",
    "math",
    "marquee",
    "animate",
    "set",
}


class Fields:
    """The next payloads that fit into a field."""

    def __init__(self, number: int) -> None:
        self.short = SHORT[number::ROUNDS]
        self.place = 0
        self.long = [clean_text(one) for one in ALL[number::ROUNDS]]

    def line(self, length: int = 75) -> str:
        """As many payloads as the field holds, at least one."""
        text = ""
        while len(text) + len(self.short[self.place % len(self.short)]) + 1 <= length:
            text = f"{text} {self.short[self.place % len(self.short)]}".strip()
            self.place += 1
        return text

    def texts(self, length: int) -> list[str]:
        """All long payloads, spread over texts of at most this length."""
        found = [""]
        for one in self.long:
            if len(found[-1]) + len(one) + 2 > length:
                found.append("")
            found[-1] = f"{found[-1]}\n\n{one}".strip("\n")
        return found


def _people(fields: Fields) -> dict[str, Any]:
    lead = factories.an_advocate(fields.line(120))
    moderator = factories.an_administrator(fields.line(120), is_moderator=True)
    secretary = factories.a_committee_member(fields.line(120), secretary=True)
    for one in (lead, moderator, secretary):
        profile.edit_profile(
            one,
            name=one.name,
            office_title=fields.line(80),
            about=fields.texts(1000)[0],
            listed=True,
            lock_version=None,
        )
    return {"lead": lead, "moderator": moderator, "secretary": secretary}


def _forum(fields: Fields, lead: Any, moderator: Any) -> None:
    room = factories_forum.a_category(fields.line(80), by=moderator, description=fields.line(300))
    edit_category(
        moderator, room.id, room.lock_version, name=room.name, description=room.description,
        name_en=fields.line(80), description_en=fields.line(300), readers="public", writers="members",
    )  # fmt: skip
    bodies = fields.texts(19_000)
    tags = [fields.line(50) for _ in range(5)]
    topic = factories_forum.a_topic(lead, room, title=fields.line(200), body=bodies[0], tags=tags)
    for body in bodies[1:]:
        factories_forum.a_reply(topic, lead, body)
    reply = factories_forum.a_reply(topic, lead, f"@{lead.handle} " + bodies[0][:1000])
    writing.edit_post(lead, reply.id, reply.lock_version, written(lead, bodies[0][:3000]))
    answers.accept_answer(lead, topic.id, reply.number)
    hidden = factories_forum.a_reply(topic, moderator, "x")
    moderating.hide_post(moderator, hidden.id, fields.line(300))
    moderating.lock_topic(moderator, topic.id, fields.line(300))


def _practices(fields: Fields, lead: Any, moderator: Any) -> None:
    long = fields.texts(15_000)[0]
    one = factories_practices.a_sent_practice(
        lead, title=fields.line(150), summary=fields.line(300), operator_name=fields.line(150), problem=long,
        solution=long, lessons=long, tags=[fields.line(45), fields.line(45)],
        results=[{"indicator": "posilki", "value": 2, "unit": fields.line(40), "source": fields.line(100)}],
    )  # fmt: skip
    practices.publish_practice(moderator, one, depth="full", reason=fields.line(300))
    changed = {**practices.writing.working_document(one), "summary": fields.line(300), "title": fields.line(150)}
    practices.save_draft(lead, one, changed, lock_version=None)
    practices.submit_practice(lead, one, change_note=fields.line(200))
    practices.request_changes(moderator, one, reason=fields.line(300))


def _positions(fields: Fields, lead: Any, moderator: Any, secretary: Any) -> None:
    position = factories_positions.a_consultation(lead, title=fields.line(200), public=True)
    node = demands_of(position)[0].node_id
    discussing.comment_on_node(lead, position, node, fields.texts(4000)[0])
    discussing.cite_source(lead, position, node, fields.line(290))
    drafting.edit_node(
        lead,
        position,
        node,
        fields.line(900),
        demand=True,
        addressees=[fields.line(120).translate(dict.fromkeys(map(ord, "[];")))],
        rev=1,
    )
    drafting.publish_version(lead, position, fields.line(200))
    staging.withdraw_position(moderator, position, fields.line(300))
    voted = factories_positions.an_open_vote(lead, moderator=moderator, title=fields.line(200), public=True)
    mandate = factories.mandate_of(lead)
    voting.cast_ballot(lead, voted, mandate.id, "for", fields.line(300))
    factories_positions.close(voted)
    voting.certify_vote(factories.a_moderator(), voted)
    from datetime import timedelta

    from app.lib import clock

    adopted = db.session.get_one(Position, voted.position_id)
    answering.transmit_position(moderator, adopted, clock.today() + timedelta(days=9))
    answering.receive_position(secretary, adopted)
    for demand in demands_of(adopted):
        answering.write_demand_answer(
            secretary, adopted, demand.node_id, verdict="rejected", reason=fields.line(300), owner=fields.line(100)
        )
    answering.send_answer(secretary, adopted, clock.today(), fields.line(300))


PAGES = (
    "/", "/konto", "/forum", "/forum/watek/1/wpis/1", "/forum/watek/1/wpis/2", "/forum/wpis/1/historia", "/forum/wpis/1/edycja",
    "/forum/watek/1/odpowiedz?cytuj=2", "/forum/kategorie", "/forum/watek/1/ukrycie", "/moderacja", "/moderacja/dziennik",
    "/moderacja/mandaty", "/rzecznicy", "/administracja/osoby", "/administracja/zadania", "/administracja/poczta", "/szkice",
    "/praktyki", "/moje-praktyki", "/praktyki/1-x", "/praktyki/1/historia", "/praktyki/1/porownanie?od=1&do=2",
    "/praktyki/1/edycja", "/praktyki/1/zgloszenie", "/praktyki/1/decyzja", "/stanowiska", "/stanowiska/1", "/stanowiska/1/wersje",
    "/stanowiska/1/wersje/2", "/stanowiska/1/porownanie", "/stanowiska/1/historia", "/stanowiska/1/druk", "/stanowiska/1/komentarze",
    "/stanowiska/2", "/stanowiska/2/wynik", "/stanowiska/2/odpowiedz", "/stanowiska/2/druk", "/szukaj?q=alert", "/szukaj?q=script",
)  # fmt: skip


@pytest.mark.parametrize("number", range(ROUNDS))
def test_script_in_a_field_stays_text_on_every_page(
    app: Flask, clock: Any, run_jobs: Any, sign_in_as: Any, number: int
) -> None:
    fields = Fields(number)
    people = _people(fields)
    _forum(fields, people["lead"], people["moderator"])
    _practices(fields, people["lead"], people["moderator"])
    _positions(fields, people["lead"], people["moderator"], people["secretary"])
    typed = {"title": [fields.line(150)], "body": [fields.line(900)]}
    keep_draft(people["lead"], place="/forum/nowy", page="/forum/nowy", title=fields.line(150), fields=typed)
    run_jobs()
    clients = {name: sign_in_as(people[name]) for name in ("lead", "moderator")} | {"visitor": app.test_client()}
    faults, shown = [], 0
    handles = [f"/rzecznicy/{person.handle}" for person in people.values()]
    asked = [f"/szukaj?q={quote(one)}" for one in fields.short[:12]] + [f"/praktyki?q={quote(fields.short[5])}"]
    for name, client in clients.items():
        for address in (*PAGES, *handles, *asked):
            answer = client.get(address, follow_redirects=True)
            assert answer.status_code < 500, address
            page = answer.get_data(as_text=True)
            shown += page.count("alert(1)")
            faults += [f"{name} {address}: {fault}" for fault in _faults(page)]
    assert faults == []
    assert shown > 1000, "the payloads are not on the pages, so nothing was tried"


def _faults(page: str) -> list[str]:
    root, _broken = parse(page)
    found = [*_inline(root)]
    for node in root.walk():
        if node.tag in FORBIDDEN or RUN in " ".join(name for name in node.attributes):
            found.append(f"{node} is on the page")
        if node.tag in ("img", "script", "link", "use", "source") and not _is_ours(node):
            found.append(f"{node} comes from elsewhere")
    return found


def _is_ours(node: Node) -> bool:
    address = node.get("src") or node.get("href")
    return address == "" or (address.startswith(("/", "#")) and not address.startswith(("//", "/\\")))
