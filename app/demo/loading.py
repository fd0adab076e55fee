"""The order in which the demonstration is made: people, practices, talk, positions."""

from collections.abc import Callable
from importlib import import_module

from app.demo.load_people import load_people

PARTS = ("practices", "forum", "positions")


def load_everything(say: Callable[[str], None]) -> None:
    """Make all that is not there yet, telling what was done."""
    people = load_people()
    say(f"  {len(people)} people")
    for part in PARTS:
        load = import_module(f"app.demo.load_{part}").load
        say(f"  {load(people)} {part}")
