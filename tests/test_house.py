"""The manners of the house: floors, policies, addresses, templates, migrations, catalogues. Each failure says what to do."""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask

from app.extensions import Base, db

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"
SOURCES = sorted(path for path in APP.rglob("*.py"))
TEMPLATES = sorted(path for path in APP.rglob("*.html"))

FLOORS = {
    0: ("lib", "extensions", "config", "web", "jobs"),
    1: ("activity", "territory", "vocabularies", "drafts"),
    2: ("auth",),
    3: ("notifications", "moderation", "search", "links", "api"),
    4: ("forum", "practices", "positions", "directory"),
    5: ("__init__", "features", "demo", "pages"),
}
FLOOR_OF = {name: floor for floor, names in FLOORS.items() for name in names}
CLOSED = {"forum", "practices", "positions", "directory"}  # these do not know one another
CLIMBS = {
    ("jobs", "activity"): "the administrator's page of the outbox records what was tried again",
    ("features", "*"): "the list of features",
}
NEEDS_NO_POLICY = {
    "auth.change_password": "the own account, with the present password",
    "auth.confirm_password": "the own account, with its password",
    "auth.end_session": "a session of the own account",
    "auth.sign_out_everywhere": "sessions of the own account",
}
# Actions that ask the policy of a nearby right, and parts of actions that are given the actor.
ASKS_ANOTHER = {"practices.start_practice": "describe_practice", "practices.save_draft": "edit_practice"}
PARTS = {"forum.require_open", "positions.find_standing", "practices.tell_author"}


def room_of(path: Path) -> str:
    parts = path.relative_to(APP).parts
    return parts[0] if len(parts) > 1 else parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    """Names of the rooms of app/ that a module imports, in whatever line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [f"app.{one.name}" for one in node.names] if node.module == "app" else [node.module]
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("app."))


def test_every_room_has_its_floor() -> None:
    rooms = {room_of(path) for path in SOURCES}
    assert rooms - FLOOR_OF.keys() == set(), "say in FLOORS where the new room stands"


def test_imports_go_down() -> None:
    climbing = []
    for path in SOURCES:
        here = room_of(path)
        for there in set(imports_of(path)) - {here}:
            if there not in FLOOR_OF or (here, there) in CLIMBS or (here, "*") in CLIMBS:
                continue
            if FLOOR_OF[there] > FLOOR_OF[here]:
                climbing.append(f"{path.relative_to(ROOT)} imports {there}, which stands above it")
            elif here in CLOSED and there in CLOSED:
                climbing.append(f"{path.relative_to(ROOT)} imports {there}: what cites what is a row of links")
    assert climbing == []


def test_lib_knows_neither_flask_nor_tables() -> None:
    for path in (APP / "lib").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(from|import) (flask|sqlalchemy|wtforms|app\.(?!lib))", text, re.MULTILINE), path


def test_models_and_policies_know_no_request() -> None:
    for path in SOURCES:
        if path.name == "policies.py" or path.parent.name == "models" or path.name == "models.py":
            assert not re.search(r"^from flask |^import flask|current_user", path.read_text(), re.MULTILINE), path


# Actions and policies


def modules_of_actions() -> Iterator[tuple[str, ModuleType]]:
    for path in SOURCES:
        if path.parent.name == "actions" or path.name == "actions.py":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            yield room_of(path), importlib.import_module(name)


def actions() -> Iterator[tuple[str, str, ModuleType]]:
    """What a person can do: public functions whose first parameter is the actor."""
    for room, module in modules_of_actions():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(function).parameters)
            is_here = function.__module__ == module.__name__ and f"{room}.{name}" not in PARTS
            if is_here and not name.startswith("_") and parameters[:1] == ["actor"]:
                yield room, name, module


def test_every_action_has_a_policy_of_its_name() -> None:
    missing = []
    for room, name, _ in actions():
        policies = importlib.import_module(f"app.{room}.policies")
        policy = ASKS_ANOTHER.get(f"{room}.{name}", name)
        if not hasattr(policies, policy) and f"{room}.{name}" not in NEEDS_NO_POLICY:
            missing.append(f"{room}.{name}")
    assert sorted(missing) == []


def test_every_action_asks_its_policy() -> None:
    silent = []
    for room, name, module in actions():
        helpers = {
            one for one, function in inspect.getmembers(module, inspect.isfunction)
            if one.startswith("_") and "authorize(" in inspect.getsource(function)
        }  # fmt: skip
        source = inspect.getsource(getattr(module, name))
        asks = "authorize(" in source or any(f"{helper}(" in source for helper in helpers)
        if not asks and f"{room}.{name}" not in NEEDS_NO_POLICY and not calls_another_action(module, name, source):
            silent.append(f"{room}.{name}")
    assert sorted(silent) == []


def calls_another_action(module: ModuleType, name: str, source: str) -> bool:
    others = {one for _, one, there in actions() if there is module and one != name}
    return any(re.search(rf"\b{other}\(actor", source) for other in others)


def test_reasons_are_of_actions_that_are_there() -> None:
    assert NEEDS_NO_POLICY.keys() | ASKS_ANOTHER.keys() <= {f"{room}.{name}" for room, name, _ in actions()}


def test_policies_answer_yes_or_no_for_a_visitor() -> None:
    """Deny by default: nobody who is not signed in may do what takes nothing but the person."""
    from app.auth.models import Visitor

    for path in SOURCES:
        if path.name == "policies.py":
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for name, function in inspect.getmembers(module, inspect.isfunction):
                signature = inspect.signature(function)
                is_right = signature.return_annotation is bool and len(signature.parameters) == 1
                if function.__module__ == module.__name__ and is_right:
                    assert function(Visitor()) is False, f"{module.__name__}.{name}"


# Views and addresses


def test_addresses_are_kebab_case_ascii(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for part in re.sub(r"<[^>]+>", "", rule.rule).split("/"):
            assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]*)*", part), rule.rule
        assert rule.rule == "/" or not rule.rule.endswith("/"), rule.rule


def test_no_form_or_json_is_poured_into_a_row() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"populate_obj|\*\*request\.|\*\*form\.data|request\.get_json\(\)\s*\)", text), path


def test_nobody_commits_beside_the_unit_of_work() -> None:
    for path in SOURCES:
        if path.name != "unit_of_work.py":
            assert not re.search(r"session(\(\))?\.commit\(", path.read_text(encoding="utf-8")), path


def test_nobody_looks_at_another_clock() -> None:
    allowed = {"clock.py", "mail.py"}  # a letter without a moment of its own takes the machine's
    for path in SOURCES:
        if path.name not in allowed:
            assert not re.search(r"\b(datetime\.(utc)?now|date\.today)\(", path.read_text(encoding="utf-8")), path


def test_nobody_fetches_addresses() -> None:
    for path in SOURCES:
        text = path.read_text(encoding="utf-8")
        assert not re.search(
            r"^\s*(import|from) (requests|httpx|urllib3|urllib\.request|http\.client)\b", text, re.M
        ), path


def test_markup_is_made_in_two_places_only() -> None:
    allowed = {APP / "web" / "columns.py", APP / "web" / "filters.py", APP / "web" / "template_texts.py"}
    for path in SOURCES:
        if path not in allowed:
            found = re.findall(r"\bMarkup\((?!\"\"\))", path.read_text(encoding="utf-8"))
            assert not found, f"{path}: let a RichText column or a template make markup"


def test_bleach_has_one_caller() -> None:
    callers = [path for path in SOURCES if re.search(r"^\s*(import|from) bleach", path.read_text(), re.MULTILINE)]
    assert callers == [APP / "lib" / "rich_text.py"]


def test_every_module_opens_with_a_sentence() -> None:
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not tree.body or ast.get_docstring(tree), path


# Templates


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        (r"\|\s*safe\b", "text of people would become markup"),
        (r"autoescape\s+false", "text of people would become markup"),
        (r"<[a-z][^>]*\sstyle=", "the policy of content forbids inline style"),
        (r"<style\b", "the policy of content forbids inline style"),
        (r"<[a-z][^>]*\son[a-z]+=", "the policy of content forbids handlers in attributes"),
        (r"javascript:", "the policy of content forbids it"),
        (r"<script(?![^>]*\bnonce=)(?![^>]*application/(ld\+)?json)", "a script needs the nonce"),
        (r"<script[^>]*>\s*[^<\s]", "a script is a module in static/js"),
        (r"(src|href|action)=\"(https?:)?//", "nothing is loaded from another host"),
        (r"<form(?![^>]*method=\"(post|get|dialog)\")(?=[^>]*method=)", "a form is sent by get or post"),
    ],
)
def test_no_template_has(pattern: str, what: str) -> None:
    for path in TEMPLATES:
        for found in re.finditer(pattern, path.read_text(encoding="utf-8"), re.IGNORECASE):
            if "href" in pattern and re.match(r"href=\"https?://", found.group()) and "noopener" not in found.string:
                continue  # a link that a person follows is no loading
            raise AssertionError(f"{path.relative_to(ROOT)}: {found.group()!r}: {what}")


def test_templates_ask_no_database() -> None:
    for path in TEMPLATES:
        assert not re.search(r"\.query\b|db\.session|select\(", path.read_text(encoding="utf-8")), path


# Migrations, catalogues, papers


@pytest.mark.both_databases
def test_migrations_make_what_the_models_say(app: Flask) -> None:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_catalogues_are_complete_and_agree() -> None:
    from tools.catalogs.checking import problems
    from tools.catalogs.places import catalogues

    assert list(problems(catalogues())) == []


def test_papers_speak_of_the_project_only() -> None:
    """No path of a machine and no host of an index stands in what strangers clone."""
    words = re.compile(r"/(?:work|home|root|Users)/\w+/")
    papers = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("requirements*"), ROOT / "Makefile"]
    papers += [*SOURCES, *TEMPLATES, *(ROOT / "tools").rglob("*.py")]
    for path in papers:
        assert not words.search(path.read_text(encoding="utf-8")), path
