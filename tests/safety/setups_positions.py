"""What the rows of matrix/positions.toml stand on: each makes its things for an author and gives (address values, form fields).

The author leads the position. What lies in the past is made in the past, so no clock has to be set.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.auth.models import Mandate, User
from app.extensions import db
from app.lib import clock
from app.links import Link
from app.positions.actions import answering, discussing, drafting, voting
from app.positions.models import Position, Vote
from app.positions.queries.texts import demands_of, tree_of
from app.positions.text.plain import to_plain
from tests.factories import a_committee_member, a_moderator
from tests.factories_positions import (
    NAMES,
    a_consultation,
    a_draft,
    a_published_draft,
    a_ready_position,
    an_adopted_position,
    an_open_vote,
    node_called,
)

Setup = tuple[dict[str, Any], dict[str, Any]]
WEEK = timedelta(days=7)


def nothing(author: User) -> Setup:
    return {}, {}


def a_new_position(author: User) -> Setup:
    return {}, {
        "title": "Zakupy poniżej progu",
        "matter": "w sprawie zakupów poniżej progu",
        "kind": "stanowisko",
        "visibility": "committee",
    }


def a_public_position(author: User) -> Setup:
    """In consultation, for everybody to read."""
    return {"position_id": a_consultation(author, public=True).id}, {}


def a_public_page(author: User) -> Setup:
    position = a_consultation(author, public=True)
    return {"position_id": position.id, "slug": position.slug}, {}


def a_public_version(author: User) -> Setup:
    return {"position_id": a_consultation(author, public=True).id, "no": 1}, {}


def a_public_position_with_two_versions(author: User) -> Setup:
    position = a_consultation(author, public=True)
    drafting.delete_node(author, position, node_called(position, "§ 3"))
    drafting.publish_version(author, position, "Krócej.")
    return {"position_id": position.id}, {}


def changed_details(author: User) -> Setup:
    position = a_consultation(author, public=True)
    fields = {
        "title": "Nowy krótki tytuł",
        "kind": "apel",
        "visibility": "public",
        "lock_version": position.lock_version,
    }
    return {"position_id": position.id}, fields


def an_unpublished_draft(author: User) -> Setup:
    return {"position_id": a_draft(author).id}, {"note": "Pierwsza wersja."}


def a_changed_draft(author: User) -> Setup:
    position = a_published_draft(author)
    drafting.delete_node(author, position, node_called(position, "§ 3"))
    return {"position_id": position.id}, {}


def a_whole_text(author: User) -> Setup:
    position = a_consultation(author, public=True)
    source = to_plain(tree_of(position.current_version_id), NAMES) + "2. Jeszcze jedno zdanie uzasadnienia.\n"
    return {"position_id": position.id}, {"source": source, "lock_version": position.text_rev}


def a_node(author: User) -> Setup:
    position = a_consultation(author, public=True)
    fields = {"text": "Stanowisko ogłasza się.", "lock_version": 1, "kierunek": "wyzej"}
    return {"position_id": position.id, "node_id": node_called(position, "§ 3")}, fields


def a_new_node(author: User) -> Setup:
    return {"position_id": a_consultation(author, public=True).id}, {"kind": "section", "text": "Nowy paragraf."}


def a_node_to_comment_on(author: User) -> Setup:
    position = a_consultation(author, public=True)
    return {"position_id": position.id, "jednostka": node_called(position, "§ 2")}, {"body": "Uwaga.", "thread": ""}


def a_thread(author: User) -> Setup:
    position = a_consultation(author, public=True)
    comment = discussing.comment_on_node(author, position, node_called(position, "§ 2"), "Uwaga.")
    return {"position_id": position.id, "thread_id": comment.thread_id}, {"resolution": "Uwzględniono."}


def new_evidence(author: User) -> Setup:
    position = a_consultation(author, public=True)
    fields = {"node": node_called(position, "§ 2"), "address": "", "source": "Badanie z 2018 roku."}
    return {"position_id": position.id}, fields


def cited_evidence(author: User) -> Setup:
    position = a_consultation(author, public=True)
    discussing.cite_source(author, position, node_called(position, "§ 2"), "Badanie z 2018 roku.")
    return {"position_id": position.id, "link_id": db.session.scalars(select(Link.id)).first()}, {}


def a_withdrawal(author: User) -> Setup:
    """A step that both the lead and a moderator may take."""
    return {"position_id": a_consultation(author, public=True).id, "krok": "wycofanie"}, {"reason": "Załatwione."}


def the_end_of_a_consultation(author: User) -> Setup:
    """A step of the moderator's."""
    with clock.at(clock.now() - 2 * WEEK):
        position = a_consultation(author, public=True, days=3)
    return {"position_id": position.id, "krok": "scalanie"}, {}


def a_ready_text(author: User) -> Setup:
    position = a_ready_position(author, public=True)
    return {"position_id": position.id}, {"closes_on": (clock.today() + WEEK).isoformat()}


def _vote(author: User) -> Vote:
    return an_open_vote(author, public=True)


def _mandate(author: User) -> Mandate:
    return db.session.scalars(select(Mandate).where(Mandate.person_id == author.id)).one()


def an_open_ballot(author: User) -> Setup:
    """The author's own mandate."""
    vote = _vote(author)
    return {"position_id": vote.position_id}, {"mandate": _mandate(author).id, "glos": "za", "reason": ""}


def a_confirmed_ballot(author: User) -> Setup:
    vote = _vote(author)
    return {"position_id": vote.position_id}, {"mandate": _mandate(author).id, "choice": "for", "reason": ""}


def a_cast_ballot(author: User) -> Setup:
    vote, mandate = _vote(author), _mandate(author)
    voting.cast_ballot(author, vote, mandate.id, "for")
    return {"position_id": vote.position_id, "mandate_id": mandate.id}, {}


def a_closed_vote(author: User) -> Setup:
    with clock.at(clock.now() - 2 * WEEK):
        vote = an_open_vote(author, days=3, public=True)
        voting.cast_ballot(author, vote, _mandate(author).id, "for")
    return {"position_id": vote.position_id}, {}


def _adopted(author: User) -> Position:
    with clock.at(clock.now() - 4 * WEEK):
        return an_adopted_position(author)


def an_adopted_text(author: User) -> Setup:
    position = _adopted(author)
    return {"position_id": position.id}, {"agreed_answer_by": (clock.today() + WEEK).isoformat()}


def _transmitted(author: User) -> Position:
    position = _adopted(author)
    answering.transmit_position(a_moderator(), position, clock.today() + WEEK)
    return position


def a_transmission(author: User) -> Setup:
    return {"position_id": _transmitted(author).id}, {}


def _received(author: User) -> Position:
    position = _transmitted(author)
    answering.receive_position(a_committee_member(secretary=True), position)
    return position


def an_answer_to_write(author: User) -> Setup:
    position = _received(author)
    fields = {"verdict": "accepted", "reason": "Tak.", "owner": "", "due_on": "", "lock_version": 0}
    return {"position_id": position.id, "node_id": demands_of(position)[0].node_id}, fields


def an_answer_in_the_making(author: User) -> Setup:
    return {"position_id": _received(author).id}, {}


def a_complete_answer(author: User) -> Setup:
    """Only the secretary sends it, who is not among the viewpoints."""
    position = _received(author)
    member = a_committee_member()
    for demand in demands_of(position):
        answering.write_demand_answer(member, position, demand.node_id, verdict="accepted", reason="Tak.")
    return {"position_id": position.id}, {"meeting_on": clock.today().isoformat(), "in_short": ""}
