"""The positions of the demonstration: each is led along its road by the acts themselves, at the days the data name."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import delete, func, select

from app.auth.models import Mandate, User
from app.demo.content import read
from app.extensions import db
from app.forum.models import Topic
from app.jobs import Job
from app.lib import clock
from app.positions.actions import answering, discussing, drafting, staging, voting
from app.positions.addresses import slug_of
from app.positions.errors import NotElector
from app.positions.models import Position, Thread, Vote
from app.positions.queries.texts import tree_of
from app.positions.text.nodes import Node, Tree, build
from app.practices.models import Practice
from app.web.unit_of_work import unit_of_work

OPENER = "piotr-zareba"  # another than the one who certifies
NEWS = timedelta(days=14)  # what happened earlier is no news to anybody
Act = Callable[[], Any]


def load(people: dict[str, User]) -> int:
    """Make those that are not there yet; how many positions there are."""
    known = set(db.session.scalars(select(Position.slug)))
    for data in read("positions.json"):
        if slug_of(data["title"]) not in known:
            _Road(data, {key: user.id for key, user in people.items()}).travel()
    return db.session.scalar(select(func.count()).select_from(Position)) or 0


class _Road:
    """One position's life as acts with their days, done in their order."""

    def __init__(self, data: dict[str, Any], people: dict[str, int]) -> None:
        self.data, self.people = data, people
        self.now = clock.now().replace(microsecond=0)
        self.position_id = 0

    def travel(self) -> None:
        """Do everything; what is no news any more leaves no notice behind."""
        acts = sorted(self._acts(), key=lambda act: (-act[0], act[1]))
        for minute, (days_ago, _rank, act) in enumerate(acts):
            with clock.at(self._moment(days_ago, minute)):
                act()
        with unit_of_work() as session:
            session.execute(delete(Job).where(Job.kind == "notice", Job.created_at < self.now - NEWS))

    def _moment(self, days_ago: float, minute: int) -> datetime:
        return min(self.now, self.now - timedelta(days=days_ago) + timedelta(minutes=minute - 240))

    def _person(self, key: str) -> User:
        return db.session.get_one(User, self.people[key])

    def _position(self) -> Position:
        return db.session.get_one(Position, self.position_id)

    def _vote(self) -> Vote:
        return db.session.scalars(select(Vote).where(Vote.position_id == self.position_id)).one()

    def _acts(self) -> Iterator[tuple[float, int, Act]]:
        """(days ago, order within the day, act)."""
        data = self.data
        yield data["created_days_ago"], 0, self._open
        for version in data["versions"]:
            yield version["days_ago"], 1, partial(self._publish, version)
        consultation = data["consultation"]
        yield consultation["opened_days_ago"], 2, self._consult
        for comment in data.get("comments", ()):
            yield comment["days_ago"], 3, partial(self._comment, comment)
        yield data["versions"][-1]["days_ago"], 4, self._cite
        if "closed_days_ago" in consultation:
            yield consultation["closed_days_ago"] - 1, 5, self._merge
        if "vote" in data:
            yield from self._acts_of_vote(data["vote"])
        if "transmission" in data:
            yield from self._acts_of_committee(data["transmission"], data.get("response"))

    def _open(self) -> None:
        data = self.data
        position = drafting.open_position(
            self._person(data["lead"]),
            title=data["title"],
            matter=next(node["text"] for node in data["versions"][0]["nodes"] if node["kind"] == "title"),
            kind=data["kind"],
            visibility=data["visibility"],
            topic=data.get("topic", ""),
        )
        self.position_id = position.id
        staging.take_over(self._person(data["moderator"]), position)

    def _publish(self, version: dict[str, Any]) -> None:
        position, author = self._position(), self._person(version["author"])
        drafting.save_text(author, position, self._tree(version["nodes"]), position.text_rev)
        drafting.publish_version(author, self._position(), version["note"])

    def _tree(self, nodes: list[dict[str, Any]]) -> Tree:
        return build(self._nodes(nodes, None))

    def _nodes(self, nodes: list[dict[str, Any]], parent: str | None) -> Iterator[Node]:
        for rank, node in enumerate(nodes, start=1):
            node_id = self._node_id(node["key"])
            yield Node(
                node_id=node_id,
                parent_id=parent,
                rank=rank,
                kind=node["kind"],
                text=node["text"],
                demand=node.get("demand", False),
                addressees=tuple(node.get("addressees", ())),
            )
            yield from self._nodes(node.get("children", []), node_id)

    def _node_id(self, key: str) -> str:
        return hashlib.sha256(f"{self.data['key']}/{key}".encode()).hexdigest()[:32]

    def _consult(self) -> None:
        consultation = self.data["consultation"]
        days = consultation.get("closes_days_ahead", -consultation.get("closed_days_ago", 0))
        ends_on = clock.local(self.now).date() + timedelta(days=days)
        staging.open_consultation(self._person(self.data["lead"]), self._position(), ends_on)

    def _comment(self, comment: dict[str, Any]) -> None:
        author, node_id = self._person(comment["author"]), self._node_id(comment["node"])
        thread = db.session.scalar(
            select(Thread).where(
                Thread.position_id == self.position_id,
                Thread.node_id == node_id,
                Thread.version_id == self._position().current_version_id,
            )
        )
        if thread is not None:
            discussing.reply_to_thread(author, thread, comment["text"])
        elif node_id in tree_of(self._position().current_version_id):
            discussing.comment_on_node(author, self._position(), node_id, comment["text"])

    def _cite(self) -> None:
        lead = self._person(self.data["lead"])
        for one in self.data.get("evidence", ()):
            node_id, ref = self._node_id(one["node"]), one["ref"]
            if one["kind"] == "source":
                discussing.cite_source(lead, self._position(), node_id, ref)
                continue
            target = self._practice(ref) if one["kind"] == "practice" else self._topic(ref)
            if target is not None:
                discussing.cite_evidence(lead, self._position(), node_id, (one["kind"], target))

    def _practice(self, external_id: str) -> int | None:
        return db.session.scalar(select(Practice.id).where(Practice.external_id == external_id))

    def _topic(self, key: str) -> int | None:
        titles = {topic["key"]: topic["title"] for topic in read("forum.json")["topics"]}
        return db.session.scalar(select(Topic.id).where(Topic.title == titles.get(key)))

    def _merge(self) -> None:
        moderator = self._person(self.data["moderator"])
        staging.close_consultation(moderator, self._position())
        staging.finish_merging(moderator, self._position())

    def _acts_of_vote(self, vote: dict[str, Any]) -> Iterator[tuple[float, int, Act]]:
        yield vote["opened_days_ago"], 6, lambda: self._open_vote(vote)
        for ballot in vote["ballots"]:
            yield ballot["days_ago"], 7, partial(self._cast, ballot)
        if "certified_by" in vote:
            yield (
                vote["certified_days_ago"] - 0.5,
                8,
                lambda: voting.certify_vote(self._person(vote["certified_by"]), self._vote()),
            )

    def _open_vote(self, vote: dict[str, Any]) -> None:
        days = vote.get("closes_days_ahead", -vote.get("closed_days_ago", 0))
        closes_on = clock.local(self.now).date() + timedelta(days=days)
        voting.open_vote(self._person(OPENER), self._position(), closes_on)

    def _cast(self, ballot: dict[str, Any]) -> None:
        mandate_id = db.session.scalar(
            select(Mandate.id).where(Mandate.unit_id == ballot["unit"], Mandate.state == "active")
        )
        try:
            voting.cast_ballot(
                self._person(ballot["person"]),
                self._vote(),
                mandate_id or 0,
                ballot["choice"],
                ballot.get("reason", ""),
            )
        except NotElector:
            pass  # appointed after that day, seen from today

    def _acts_of_committee(
        self, transmission: dict[str, Any], response: dict[str, Any] | None
    ) -> Iterator[tuple[float, int, Act]]:
        today = clock.local(self.now).date()
        by = today + timedelta(days=transmission["agreed_answer_by_days_ahead"])
        yield (
            transmission["sent_days_ago"],
            9,
            lambda: answering.transmit_position(self._person(transmission["sent_by"]), self._position(), by),
        )
        yield (
            transmission["received_days_ago"],
            10,
            lambda: answering.receive_position(self._person(transmission["received_by"]), self._position()),
        )
        if response is None:
            return
        for answer in response["answers"]:
            yield response["meeting_days_ago"], 11, partial(self._answer, answer)
        yield response["sent_days_ago"], 12, lambda: self._send(response)

    def _answer(self, answer: dict[str, Any]) -> None:
        answering.write_demand_answer(
            self._person(answer["author"]),
            self._position(),
            self._node_id(answer["node"]),
            verdict=answer["verdict"],
            reason=answer["reason"],
            owner=answer["owner"],
            due_on=clock.local(self.now).date() + timedelta(days=answer["due_days_ahead"]),
        )

    def _send(self, response: dict[str, Any]) -> None:
        meeting_on = clock.local(self.now).date() - timedelta(days=response["meeting_days_ago"])
        answering.send_answer(self._person(response["sent_by"]), self._position(), meeting_on, response["summary"])
