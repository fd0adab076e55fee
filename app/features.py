"""The features of the house, in menu order."""

from collections.abc import Sequence
from importlib import import_module

from app.web.feature import Feature

NAMES = (
    "forum",
    "practices",
    "positions",
    "directory",
    "pages",
    "auth",
    "territory",
    "vocabularies",
    "search",
    "notifications",
    "drafts",
    "moderation",
    "jobs",
    "demo",
)


def all_features() -> Sequence[Feature]:
    """Every feature's record, kept in its module `feature`."""
    return tuple(import_module(f"app.{name}.feature").feature for name in NAMES)
