"""The frame of every page of a position: its head, the road with dates, the one next thing, the tabs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.lib import clock
from app.positions.addresses import url_of
from app.positions.models import Position, StageChange, Transmission, Vote
from app.positions.presenting.next_steps import NextStep, next_step_of
from app.positions.queries.answers import transmission_of
from app.positions.queries.positions import GROUPS, stage_changes
from app.positions.queries.votes import latest_vote
from app.positions.states import SIGNS, WORDS, State
from app.web.filters import date_words

GROUP_WORDS = {
    "szkice": lambda: _("Drafts"),
    "uzgodnienia": lambda: _("In consultation"),
    "glosowanie": lambda: _("Being voted on"),
    "komitet": lambda: _("With the Committee"),
    "z-odpowiedzia": lambda: _("Answered"),
    "zakonczone": lambda: _("Ended without adoption"),
}
NUMBER_WORDS = {
    "stanowisko": lambda number: _("Position no. %(number)s", number=number),
    "apel": lambda number: _("Appeal no. %(number)s", number=number),
    "opinia": lambda number: _("Opinion no. %(number)s", number=number),
}
ROAD = ("draft", "consultation", "merging", "voting", "committee", "follow_up")
_PLACE = {
    State.DRAFT: 0,
    State.CONSULTATION: 1,
    State.MERGING: 2,
    State.READY: 2,
    State.VOTING: 3,
    State.REJECTED: 3,
    State.INQUORATE: 3,
    State.ADOPTED: 4,
    State.TRANSMITTED: 4,
    State.UNDER_REVIEW: 4,
    State.ANSWERED: 5,
    State.CLOSED: 6,
}


@dataclass(frozen=True)
class Frame:
    """What `_frame.html` shows."""

    position: Position
    trail: Sequence[Mapping[str, str]]
    title: str
    number: str
    meta: Sequence[str]
    status: tuple[str, str, str] | None
    stages: Sequence[Mapping[str, str]]
    next_step: NextStep | None
    tabs: Sequence[Mapping[str, Any]]
    vote: Vote | None = None
    transmission: Transmission | None = None
    changes: Sequence[StageChange] = field(default_factory=tuple)


def frame_of(viewer: Any, position: Position, tab: str = "") -> Frame:
    """The frame of a page; at most four statements (steps, vote, transmission and its answers)."""
    changes = stage_changes(position)
    vote = latest_vote(position) if position.state not in (State.DRAFT, State.CONSULTATION, State.MERGING) else None
    transmission = None
    if position.state in (State.TRANSMITTED, State.UNDER_REVIEW, State.ANSWERED, State.CLOSED):
        transmission = transmission_of(position)
    adopted = position.is_adopted
    return Frame(
        position=position,
        trail=trail_of(position),
        title=formal_title(position) if adopted else position.title,
        number=number_words(position),
        meta=() if adopted else _meta(position),
        status=_status(position) if adopted or position.state in _ENDED else None,
        stages=_stages(position, changes, vote, transmission),
        next_step=next_step_of(viewer, position, vote, transmission),
        tabs=_tabs(position, tab, vote),
        vote=vote,
        transmission=transmission,
        changes=changes,
    )


_ENDED = (State.REJECTED, State.INQUORATE, State.WITHDRAWN)


def formal_title(position: Position) -> str:
    """ "w sprawie …" as it stands in the text; the short title where the text has none."""
    version = position.current_version
    return version.title if version is not None and version.title else position.title


def number_words(position: Position) -> str:
    """Position no. 7/2026 in the reader's language; empty before adoption. The head of the text itself is Polish."""
    return NUMBER_WORDS[position.kind](position.number) if position.number else ""


def trail_of(position: Position) -> list[dict[str, str]]:
    """Where the pages of this position stand."""
    found = [{"label": _("Positions"), "url": url_for("positions.index")}]
    for group in GROUPS:
        if position.state in group.states:
            found.append({"label": GROUP_WORDS[group.slug](), "url": url_for("positions.index", etap=group.slug)})
    return found


def _meta(position: Position) -> list[str]:
    version = position.current_version
    draft = _("draft, not published yet")
    if version is not None:
        draft = _("draft, version %(no)s of %(day)s", no=version.no, day=date_words(version.published_at))
    place = position.lead.place
    lead = f"{position.lead.name}, {place}" if place else position.lead.name
    found = [draft, _("lead author: %(name)s", name=lead)]
    if position.moderator is not None:
        found.append(_("looked after by: %(name)s, MCPS", name=position.moderator.name))
    return found


def _status(position: Position) -> tuple[str, str, str]:
    state = State(position.state)
    tone, icon = SIGNS[state]
    return tone, icon, str(WORDS[state])


def _stages(
    position: Position, changes: Sequence[StageChange], vote: Vote | None, transmission: Transmission | None
) -> list[dict[str, str]]:
    words = (_("Draft"), _("Consultation"), _("Merging"), _("Voting"), _("Committee"), _("Follow-up"))
    whens = _whens(position, {change.to_state: change.at for change in changes}, vote, transmission)
    here = _PLACE.get(State(position.state), -1)
    if position.state == State.WITHDRAWN and changes:
        here = _PLACE.get(State(changes[-1].from_state), 0)
    states = ["done" if place < here else "current" if place == here else "" for place in range(len(ROAD))]
    return [
        {"word": word, "when": when, "state": state} for word, when, state in zip(words, whens, states, strict=True)
    ]


def _whens(
    position: Position, reached: Mapping[str, datetime], vote: Vote | None, transmission: Transmission | None
) -> list[str]:
    def since(state: State) -> str:
        return _("since %(day)s", day=short_day(reached[state])) if state in reached else ""

    consultation = since(State.CONSULTATION)
    if position.state == State.CONSULTATION and position.consultation_ends_at is not None:
        consultation = _("until %(day)s", day=short_day(position.consultation_ends_at))
    committee = since(State.TRANSMITTED)
    if transmission is not None and transmission.state != "answered":
        committee = _("will answer by %(day)s", day=short_day(transmission.agreed_answer_by))
    voting = _("until %(day)s", day=short_day(vote.closes_at)) if vote is not None else ""
    return [
        _("since %(day)s", day=short_day(position.created_at)),
        consultation,
        since(State.MERGING),
        voting,
        committee,
        since(State.ANSWERED),
    ]


def short_day(value: date | datetime) -> str:
    """A day in words, without the year when it is this one: the road has little room."""
    year = (clock.local(value) if isinstance(value, datetime) else value).year
    words = date_words(value)
    return words.removesuffix(f" {year}") if year == clock.today().year else words


def _tabs(position: Position, current: str, vote: Vote | None) -> list[dict[str, Any]]:
    version = position.current_version
    text = _("Adopted text") if position.is_adopted else _("Text")
    tabs = [("text", text, url_of(position))]
    if version is not None:
        changes = _("Changes since version %(no)s", no=version.no - 1) if version.no > 1 else _("Versions")
        endpoint = "positions.compare" if version.no > 1 else "positions.versions"
        tabs.append(("changes", changes, url_for(endpoint, position_id=position.id)))
    if vote is not None:
        word = _("Result of the vote") if vote.is_closed else _("The vote")
        tabs.append(
            ("vote", word, url_for("positions.result" if vote.is_closed else "positions.vote", position_id=position.id))
        )
    if position.is_adopted:
        tabs.append(("answer", _("The Committee's answer"), url_for("positions.answer", position_id=position.id)))
    if version is not None:
        tabs.append(("history", _("How it came about"), url_for("positions.history", position_id=position.id)))
    return [{"label": label, "url": url, "current": name == current} for name, label, url in tabs]
