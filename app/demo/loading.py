"""The order in which the demonstration is made: people, practices, talk, positions."""

from collections.abc import Callable
from importlib import import_module

from sqlalchemy import select

from app.activity import AuditEvent, record
from app.demo.load_forum import link_positions
from app.demo.load_people import load_people
from app.extensions import db
from app.web.unit_of_work import unit_of_work

LOADED = "demo.loaded"
PARTS = ("practices", "forum", "positions")


def load_everything(say: Callable[[str], None]) -> None:
    """Make all that is not there yet, telling what was done."""
    people = load_people()
    say(f"  {len(people)} people")
    for part in PARTS:
        load = import_module(f"app.demo.load_{part}").load
        say(f"  {load(people)} {part}")
    link_positions(people)
    with unit_of_work():
        if not is_loaded():
            record(None, LOADED, ("Demo", 1))


def is_loaded() -> bool:
    """Whether a load came to its end; one that was broken off is taken up again."""
    return db.session.scalar(select(AuditEvent.id).where(AuditEvent.act == LOADED).limit(1)) is not None
