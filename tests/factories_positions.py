"""Positions at every stage for tests, made by the actions themselves."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.auth.models import Mandate, User
from app.extensions import db
from app.lib import clock
from app.positions.actions import answering, drafting, staging, voting
from app.positions.models import Position, Vote
from app.positions.queries.texts import demands_of, tree_of
from app.positions.text.parse_plain import parse
from app.positions.text.plain import to_plain
from app.web.unit_of_work import unit_of_work
from tests.factories import a_committee_member, a_moderator, an_advocate

TEXT = """w sprawie zakupów poniżej progu ustawowego

Mając na uwadze, że:
1) próg wynosi 170 000 zł,
2) mało kto kupuje odpowiedzialnie,
wnosimy, co następuje:

§ 1. Wnosimy do Zarządu Województwa o wzór regulaminu, który: [postulat do: Zarząd Województwa Mazowieckiego]
1) pozwala zapraszać podmioty ekonomii społecznej,
2) podaje, jak liczyć jakość usługi.
§ 2. Wnosimy do Komitetu o coroczną informację o zakupach. [postulat do: Mazowiecki Komitet Rozwoju Ekonomii Społecznej]
§ 3. Stanowisko przekazuje się Komitetowi.

Uzasadnienie

1. Wzór odpowie na to pytanie raz, a nie 314 razy.
"""
NAMES = {
    "zarzad-wojewodztwa": "Zarząd Województwa Mazowieckiego",
    "mkres": "Mazowiecki Komitet Rozwoju Ekonomii Społecznej",
}


def a_draft(lead: User | None = None, *, text: str = TEXT, **values: Any) -> Position:
    """A position with a working draft and no published version."""
    lead = lead or an_advocate()
    position = drafting.open_position(
        lead, **{"title": "Zakupy poniżej progu u podmiotów", "matter": "w sprawie zakupów poniżej progu", **values}
    )
    if text:
        tree = parse(text, tree_of(None), names=NAMES).tree
        drafting.save_text(lead, position, tree, position.text_rev)
    return position


def a_published_draft(lead: User | None = None, **values: Any) -> Position:
    """With a first version."""
    position = a_draft(lead, **values)
    drafting.publish_version(position.lead, position, "Pierwsza wersja.")
    return position


def a_consultation(lead: User | None = None, *, days: int = 10, public: bool = False, **values: Any) -> Position:
    """Open for comments."""
    position = a_published_draft(lead, **values)
    return staging.open_consultation(position.lead, position, clock.today() + timedelta(days=days), public=public)


def a_ready_position(lead: User | None = None, *, moderator: User | None = None, **values: Any) -> Position:
    """Through the consultation (its end is set to the past) and merging."""
    moderator = moderator or a_moderator()
    position = a_consultation(lead, **values)
    end_consultation(position)
    staging.close_consultation(moderator, position)
    return staging.finish_merging(moderator, position)


def end_consultation(position: Position) -> None:
    """As if its time had passed."""
    with unit_of_work():
        db.session.get(Position, position.id).consultation_ends_at = clock.now() - timedelta(minutes=1)


def an_open_vote(
    lead: User | None = None,
    *,
    moderator: User | None = None,
    days: int = 7,
    voters: Sequence[User] = (),
    **values: Any,
) -> Vote:
    """A vote whose electorate is everybody who has a mandate by now."""
    moderator = moderator or a_moderator()
    position = a_ready_position(lead, moderator=moderator, **values)
    return voting.open_vote(moderator, position, clock.today() + timedelta(days=days))


def close(vote: Vote) -> None:
    """Move the stopped clock to the closing."""
    clock.set_to(vote.closes_at)


def an_adopted_position(lead: User | None = None, *, moderator: User | None = None, **values: Any) -> Position:
    """Voted for by its lead alone; the clock must be stopped, it is moved to the closing."""
    lead = lead or an_advocate()
    moderator = moderator or a_moderator()
    vote = an_open_vote(lead, moderator=moderator, **values)
    for mandate in db.session.scalars(select(Mandate).where(Mandate.state == "active")).all():
        voting.cast_ballot(mandate.person, vote, mandate.id, "for")
    close(vote)
    voting.certify_vote(a_moderator(), vote)
    return db.session.get(Position, vote.position_id)


def a_transmitted_position(**values: Any) -> Position:
    """With the committee, its receipt confirmed."""
    moderator = values.pop("moderator", None) or a_moderator()
    secretary = values.pop("secretary", None) or a_committee_member(secretary=True)
    position = an_adopted_position(moderator=moderator, **values)
    answering.transmit_position(moderator, position, clock.today() + timedelta(days=30))
    answering.receive_position(secretary, position)
    return position


def write_all_answers(member: User, position: Position, verdict: str = "accepted") -> None:
    """An answer to every demand."""
    for demand in demands_of(position):
        answering.write_demand_answer(
            member, position, demand.node_id, verdict=verdict, reason="Komitet popiera ten postulat.", owner="MCPS"
        )


def an_answered_position(**values: Any) -> Position:
    """Answered by its secretary."""
    secretary = values.pop("secretary", None) or a_committee_member(secretary=True)
    position = a_transmitted_position(secretary=secretary, **values)
    write_all_answers(secretary, position)
    answering.send_answer(secretary, position, clock.today())
    return position


def node_called(position: Position, label: str) -> str:
    """The identity of a node of the current version (or the draft) by its printed name."""
    from app.positions.queries.texts import draft_of
    from app.positions.text.numbering import labels

    draft = draft_of(position)
    tree = tree_of(position.current_version_id or (draft.id if draft else None))
    return next(node_id for node_id, name in labels(tree, "pl").items() if name == label)


def plain_text(position: Position) -> str:
    """The current version as plain text."""
    return to_plain(tree_of(position.current_version_id), NAMES)
