"""The one plug between the house and a feature: what a feature hands over, and where the house keeps it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import click
from flask import Blueprint, Flask, current_app
from flask_babel.speaklater import LazyString


@dataclass(frozen=True)
class MenuEntry:
    """A line of the main menu."""

    label: LazyString | str
    endpoint: str


@dataclass(frozen=True)
class QueueLine:
    """Something that waits on the moderators' desk."""

    title: str
    url: str
    detail: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person on the start page; `deadline` first, then what and which button."""

    title: str
    url: str
    detail: str = ""
    button: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True)
class Indexed:
    """What the search knows of one kind of thing.

    `documents(ids)` gives the search documents of those ids that exist (missing ones leave the index); `all_ids()` every
    id, for a rebuild; `visible(viewer, ids)` the hits this viewer may see, as `{id: Hit}`, re-read from the database.
    """

    kind: str
    documents: Callable[[Sequence[int]], Sequence[Any]]
    all_ids: Callable[[], Sequence[int]]
    visible: Callable[[Any, Sequence[int]], Mapping[int, Any]]
    plain: Callable[[Any, str, int], Sequence[int]] | None = None
    """While the index is mended: ids whose title holds the text, `plain(viewer, text, limit)`."""
    public_kind: str = ""
    """What readers call it, where that differs (a post is found as a topic)."""


@dataclass(frozen=True)
class Feature:
    """What a feature gives the house. Everything but the name may be empty."""

    name: str
    blueprints: Sequence[Blueprint] = ()
    menu: Sequence[MenuEntry] = ()
    indexed: Sequence[Indexed] = ()
    jobs: Mapping[str, Callable[[list[dict[str, Any]]], None]] = field(default_factory=dict)
    """Handlers of outbox kinds; each gets the payloads of one batch and must be harmless when repeated."""
    notices: Mapping[str, Any] = field(default_factory=dict)
    """Kinds of notices: a `NoticeKind` each, who hears of it and how it reads."""
    linkable: Mapping[str, Callable[[Any, Sequence[int]], Mapping[int, Any]]] = field(default_factory=dict)
    """Kinds that can be cited: `resolve(viewer, ids) -> {id: Cited(title, url, detail)}`, visible ones only."""
    facet_labels: Mapping[str, Callable[[Sequence[str]], Mapping[str, str]]] = field(default_factory=dict)
    """Names of this feature's facet values in the reader's language."""
    waiting: Sequence[Callable[[Any], Sequence[Waiting]]] = ()
    """What waits for this person on the start page: `waiting(user) -> [Waiting]`."""
    queues: Sequence[Callable[[Any], Sequence[QueueLine]]] = ()
    """What waits on the moderators' desk: `queue(moderator) -> [QueueLine]`."""
    commands: Sequence[click.Command] = ()
    sweeps: Sequence[Callable[[], None]] = ()
    """Housekeeping run by the worker each hour."""
    records: Sequence[Callable[[], Sequence[str]]] = ()
    """Checks of records that only grow, beside the audit log: what does not hold, in words."""
    watches: Sequence[Callable[[], None]] = ()
    """Looks that the worker takes every few seconds, such as whether the index stands; must cost nothing when all is well."""


def features() -> tuple[Feature, ...]:
    """The features of the running application, in menu order."""
    found: tuple[Feature, ...] = current_app.extensions["features"]
    return found


def install(app: Flask, chosen: Sequence[Feature]) -> None:
    """Register every feature's blueprints and commands and keep the list for those who ask."""
    app.extensions["features"] = tuple(chosen)
    for feature in chosen:
        for blueprint in feature.blueprints:
            app.register_blueprint(blueprint)
        for command in feature.commands:
            app.cli.add_command(command)


def find_in_features(attribute: str, key: str) -> Any | None:
    """The value that some feature registered under `key` in one of its mappings, or None."""
    for feature in features():
        found = getattr(feature, attribute).get(key)
        if found is not None:
            return found
    return None
