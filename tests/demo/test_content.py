"""The demonstration content as it lies in its files: complete, of the right shape, and honest about what is invented."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.lib import limits
from app.positions.states import State
from app.positions.text.checks import problems
from app.positions.text.nodes import Node, Tree, build

APP = Path(__file__).parents[2] / "app"
DATA = APP / "demo" / "data"
Record = dict[str, Any]


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


PRACTICES: list[Record] = [
    json.loads(line) for line in (DATA / "practices.jsonl").read_text(encoding="utf-8").splitlines()
]
PEOPLE: dict[str, Record] = {person["key"]: person for person in read("people.json")}
FORUM: Record = read("forum.json")
POSITIONS: dict[str, Record] = {position["key"]: position for position in read("positions.json")}
TERMS: dict[str, set[str]] = {
    kind: {term["slug"] for term in terms}
    for kind, terms in json.loads((APP / "vocabularies" / "data.json").read_text(encoding="utf-8")).items()
}
with (APP / "territory" / "data" / "units.csv").open(encoding="utf-8", newline="") as _units:
    UNITS = {row["code"]: row for row in csv.DictReader(_units)}
TOPICS = {topic["key"]: topic for topic in FORUM["topics"]}

INVENTED = "Przykład zmyślony na potrzeby pokazu."
FROM_SOURCES = "Dane przykładowe opracowane na podstawie publicznych źródeł: "
LENGTHS = {"title": (20, 120), "summary": (150, 500), "problem": (300, 1_500), "solution": (500, 4_000)}
LENGTHS |= {"lessons": (200, 1_500), "area_note": (1, 200), "transfer_note": (1, 1_500), "etr_summary": (1, 600)}
KEYS = frozenset(
    "external_id title summary kind unit_id area_note extra_units operator_name entity_kind ps_status themes"
    " target_groups instruments legal_basis problem solution steps building_blocks partners started_on ended_on"
    " maturity prep_months cost_start cost_year funding staff_fte results evidence success_factors barriers lessons"
    " transfer_conditions transfer_note links contact_role contact_email visit_offer tags etr_summary source_note"
    " licence".split()
)
NEEDED = "external_id title summary kind operator_name entity_kind themes target_groups instruments problem solution"
NEEDED += " started_on maturity results source_note licence contact_role"


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def each(items: dict[str, Record]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("item", items.values(), ids=items.keys())


def test_there_is_enough_of_everything() -> None:
    kinds = Counter(practice["kind"] for practice in PRACTICES)
    assert len(PRACTICES) >= 24
    assert kinds["lekcja"] >= 3
    assert kinds["pilotaz"] >= 2
    assert sum(1 for practice in PRACTICES if practice.get("steps") and practice.get("barriers")) >= 6
    assert len(PEOPLE) == 25
    assert len(FORUM["categories"]) == 8
    assert len(TOPICS) >= 16
    assert sum(len(topic["posts"]) - 1 for topic in TOPICS.values()) >= 75
    assert {position["state"] for position in POSITIONS.values()} == {"consultation", "voting", "answered"}
    assert len(_in_state("consultation")["comments"]) >= 6


def test_keys_stand_once() -> None:
    for keys in (
        [practice["external_id"] for practice in PRACTICES],
        [person["email"] for person in PEOPLE.values()],
        [topic["title"] for topic in FORUM["topics"]],
    ):
        assert len(keys) == len(set(keys))
    assert len(TOPICS) == len(FORUM["topics"])


def test_files_are_written_in_one_way() -> None:
    for name in ("people.json", "forum.json", "positions.json"):
        assert (DATA / name).read_text(encoding="utf-8") == json.dumps(read(name), ensure_ascii=False, indent=2) + "\n"
    for line, practice in zip(
        (DATA / "practices.jsonl").read_text(encoding="utf-8").splitlines(), PRACTICES, strict=True
    ):
        assert line == json.dumps(practice, ensure_ascii=False)


def test_texts_are_clean_polish_typography() -> None:
    for text in texts([PRACTICES, list(PEOPLE.values()), FORUM, list(POSITIONS.values())]):
        assert '"' not in text, text
        assert "\x00" not in text and "\t" not in text and "\r" not in text, text
        assert text == text.strip(), text
        assert text.count("„") == text.count("”"), text
        assert not re.search(r"[ ]{2,}|\s[,.;:!?](?:\s|$)", text), text


@each({practice["external_id"]: practice for practice in PRACTICES})
def test_a_practice_has_the_shape_of_the_record(item: Record) -> None:
    assert set(NEEDED.split()) <= set(item) <= KEYS
    assert re.fullmatch(r"demo-\d{3}", item["external_id"])
    for name, (shortest, longest) in LENGTHS.items():
        assert name not in item or shortest <= len(item[name]) <= longest, (name, len(item[name]))
    assert 1 <= len(item["themes"]) <= 3
    assert len(item.get("tags", ())) <= 8
    assert len(item.get("success_factors", ())) <= 6
    assert len(item.get("steps", ())) <= 12
    for month in (item["started_on"], item.get("ended_on", item["started_on"])):
        assert re.fullmatch(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", month)
    assert item.get("contact_email", "praktyki@wspolnyglos.example").endswith(".example")
    assert "contact_phone" not in item


@each({practice["external_id"]: practice for practice in PRACTICES})
def test_a_practice_uses_the_known_terms(item: Record) -> None:
    single = {"kind": "entry_kind", "maturity": "maturity", "ps_status": "ps_status"}
    many = {"entity_kind": "entity", "themes": "theme", "target_groups": "group", "instruments": "instrument"}
    rows = {"partners": ("kind", "entity"), "funding": ("source", "funding"), "evidence": ("kind", "evidence")}
    conditions = {"unit_kinds": "unit_kind", "population_bands": "population", "partners": "entity"}
    for name, kind in single.items():
        assert item.get(name, next(iter(TERMS[kind]))) in TERMS[kind], name
    for name, kind in many.items():
        assert set(item[name]) <= TERMS[kind], name
    for name, (column, kind) in rows.items():
        assert {row[column] for row in item.get(name, ()) if column in row} <= TERMS[kind], name
    for row in item["results"]:
        assert row["indicator"] in TERMS["indicator"]
        assert row["kind"] in TERMS["result_kind"]
        assert isinstance(row["value"], (int, float))
        assert row["source"]
    for name, kind in conditions.items():
        assert set(item.get("transfer_conditions", {}).get(name, ())) <= TERMS[kind], name
    assert item.get("transfer_conditions", {}).get("cost_band", "nieustalone") in TERMS["cost"]
    assert item.get("visit_offer", {"choice": "nie"})["choice"] in TERMS["visit_offer"]
    assert item["licence"] == "CC BY 4.0"
    assert {item.get("unit_id", "1401"), *item.get("extra_units", ())} <= set(UNITS)


@each({practice["external_id"]: practice for practice in PRACTICES})
def test_a_practice_says_what_is_invented(item: Record) -> None:
    invented = item["source_note"].startswith(INVENTED)
    assert invented or item["source_note"].startswith(FROM_SOURCES)
    if invented or item["kind"] == "lekcja":
        assert invented
        assert "unit_id" not in item and "links" not in item
        assert re.search(r"nazwa zastrzeżona|przykład zmyślony", item["area_note"])
    else:
        assert any("." in word for word in item["source_note"].removeprefix(FROM_SOURCES).split())
        assert "staff_fte" not in item and "prep_months" not in item and "cost_year" not in item


def test_people_hold_every_role() -> None:
    roles = Counter(role["role"] for person in PEOPLE.values() for role in person["roles"][:1])
    assert roles == {"advocate": 18, "deputy": 2, "moderator": 2, "committee": 2, "administrator": 1}
    accounts = {person["roles"][0]["role"] for person in PEOPLE.values() if person.get("demo_account")}
    assert accounts == set(roles)
    assert all(person["demo_label"] for person in PEOPLE.values() if person.get("demo_account"))
    assert sum(role.get("secretary", False) for person in PEOPLE.values() for role in person["roles"]) == 1


def test_mandates_are_in_real_units() -> None:
    mandates = dict(_mandates())
    deputies = [role for person in PEOPLE.values() for role in person["roles"] if role["role"] == "deputy"]
    assert len(mandates) == 18
    assert set(mandates) <= set(UNITS)
    assert len({UNITS[unit]["powiat_code"] for unit in mandates}) >= 12
    assert sum(UNITS[unit]["kind"] == "powiat" for unit in mandates) == 2
    assert {role["unit"] for role in deputies} <= set(mandates)
    assert len({role["unit"] for role in deputies}) == len(deputies)
    for person in PEOPLE.values():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+", person["key"])
        assert person["email"].endswith("@wspolnyglos.example")
        for role in person["roles"]:
            assert role.get("constituency", "pes") in TERMS["constituency"]
            assert all(
                re.fullmatch(r"\d{4}-\d\d-\d\d", role[day]) for day in ("from", "term_from", "term_to") if day in role
            )


@each(TOPICS)
def test_a_topic_can_be_loaded(item: Record) -> None:
    category = {category["slug"]: category for category in FORUM["categories"]}[item["category"]]
    hours = [post["hours_after"] for post in item["posts"]]
    assert hours[0] == 0
    assert hours == sorted(set(hours))
    assert hours[-1] < item["days_ago"] * 24
    assert item["author"] == item["posts"][0]["author"]
    assert len(item["title"]) <= limits.TITLE
    for post in item["posts"]:
        roles = {role["role"] for role in PEOPLE[post["author"]]["roles"]}
        assert category["write"] != "moderators" or "moderator" in roles
        assert set(re.findall(r"(?<![\w.])@([a-z-]+)", post["markdown"])) <= set(PEOPLE)
        _links_lead_somewhere(post["markdown"])
        if "hidden" in post:
            assert PEOPLE[post["hidden"]["by"]]["roles"][0]["role"] == "moderator"
            assert post["hidden"]["reason"]
            assert post["hidden"]["hours_after"] > post["hours_after"]


def test_the_forum_has_the_talk_it_needs() -> None:
    posts = [post for topic in TOPICS.values() for post in topic["posts"]]
    assert sum("hidden" in post for post in posts) == 1
    assert any(len(topic["posts"]) == 1 and not topic["locked"] for topic in TOPICS.values())
    assert max(len(topic["posts"]) for topic in TOPICS.values()) >= 12
    assert any(post["markdown"].startswith("> ") for post in posts)
    assert {category["read"] for category in FORUM["categories"]} == {"public", "members"}


@each(POSITIONS)
def test_a_position_is_a_text_that_may_be_consulted(item: Record) -> None:
    assert item["state"] in set(State)
    assert item["topic"] in TERMS["theme"]
    assert {item["lead"], item["moderator"]} <= set(PEOPLE)
    assert [version["no"] for version in item["versions"]] == [1, 2]
    trees = {version["no"]: _tree(version["nodes"]) for version in item["versions"]}
    for tree in trees.values():
        assert problems(tree) == ()
        assert {name for node in tree for name in node.addressees} <= TERMS["addressee"]
    for comment in item["comments"]:
        assert comment["node"] in trees[comment["version"]]
        assert comment["author"] in PEOPLE
        assert comment["days_ago"] <= item["versions"][comment["version"] - 1]["days_ago"]
    for evidence in item["evidence"]:
        assert evidence["node"] in trees[2]
        known: dict[str, Any] = {"practice": {one["external_id"] for one in PRACTICES}, "topic": TOPICS}
        assert evidence["kind"] == "source" or evidence["ref"] in known[evidence["kind"]]


@pytest.mark.parametrize("state", ["voting", "answered"])
def test_ballots_are_cast_once_by_those_who_may(state: str) -> None:
    vote = _in_state(state)["vote"]
    holders = dict(_mandates())
    units = [ballot["unit"] for ballot in vote["ballots"]]
    assert len(units) == len(set(units))
    for ballot in vote["ballots"]:
        assert ballot["choice"] in {"for", "against", "abstain", "present"}
        assert vote.get("closed_days_ago", 0) < ballot["days_ago"] < vote["opened_days_ago"]
        if ballot.get("as_deputy"):
            assert {"role": "deputy", "unit": ballot["unit"]}.items() <= _deputy_role(ballot).items()
        else:
            assert holders[ballot["unit"]] == ballot["person"]


def test_the_answered_position_was_adopted_and_answered_demand_by_demand() -> None:
    position = _in_state("answered")
    choices = Counter(ballot["choice"] for ballot in position["vote"]["ballots"])
    assert choices["for"] > choices["against"]
    assert 2 * choices.total() >= len(list(_mandates()))
    demands = [node.node_id for node in _tree(position["versions"][-1]["nodes"]).demands()]
    assert [answer["node"] for answer in position["response"]["answers"]] == demands
    for answer in position["response"]["answers"]:
        assert answer["verdict"] in {"accepted", "partly", "rejected", "outside_competence", "already_done"}
        assert answer["reason"] and answer["owner"]
        assert PEOPLE[answer["author"]]["roles"][0]["role"] == "committee"
    days = [
        position["vote"]["closed_days_ago"],
        position["adopted_days_ago"],
        position["transmission"]["sent_days_ago"],
    ]
    days += [position["transmission"]["received_days_ago"], position["response"]["sent_days_ago"]]
    assert days == sorted(days, reverse=True)


def test_the_advocate_of_the_demonstration_can_still_vote() -> None:
    voters = {ballot["person"] for ballot in _in_state("voting")["vote"]["ballots"]}
    advocates = [key for key, person in PEOPLE.items() if person.get("demo_account") and len(person["roles"]) == 2]
    assert advocates and not voters & set(advocates)


def _in_state(state: str) -> Record:
    return next(position for position in POSITIONS.values() if position["state"] == state)


def _mandates() -> Iterator[tuple[str, str]]:
    for key, person in PEOPLE.items():
        yield from ((role["unit"], key) for role in person["roles"] if role["role"] == "advocate")


def _deputy_role(ballot: Record) -> Record:
    roles = PEOPLE[ballot["person"]]["roles"]
    return next(role for role in roles if role["role"] == "deputy" and role["unit"] == ballot["unit"])


def _links_lead_somewhere(text: str) -> None:
    for kind, ref in re.findall(r"\{(\w+):([\w-]+)\}", text):
        known: dict[str, Any] = {"practice": {one["external_id"] for one in PRACTICES}, "position": POSITIONS}
        assert ref in known[kind]
    assert text.count("{") == len(re.findall(r"\]\(\{(?:practice|position):[\w-]+\}\)", text))


def _tree(nodes: list[Record]) -> Tree:
    flat: list[Node] = []

    def take(siblings: list[Record], parent: str | None) -> None:
        for rank, one in enumerate(siblings):
            wanted = one.get("demand", False), tuple(one.get("addressees", ()))
            flat.append(Node(one["key"], parent, rank, one["kind"], one["text"], *wanted))
            take(one.get("children", []), one["key"])

    take(nodes, None)
    return build(flat)
