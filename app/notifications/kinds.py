"""What a feature says of one kind of notice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel.speaklater import LazyString

from app.notifications.models import Notification


@dataclass(frozen=True)
class Line:
    """A notice in words: what happened, where it leads, and what can be done there."""

    title: str | LazyString
    url: str
    detail: str | LazyString = ""
    button: str | LazyString = ""
    deadline: datetime | None = None


class NoticeKind(Protocol):
    """Registered in `Feature.notices` under the kind's name."""

    def recipients(self, payload: Mapping[str, Any]) -> Iterable[int]:
        """Ids of people who hear of it, asked anew when the worker delivers; the actor is left out by the house."""

    def found(self, viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        """Notice id → what it is about, in one query; a notice left out (its subject is invisible) disappears.

        Kinds whose `found` is the same function are asked together.
        """

    def line(self, notice: Notification, thing: Any) -> Line | None:
        """The notice in words; None when it has nothing to say any more."""


class SaidByWaiting:
    """A kind whose matter is said by `Feature.waiting` for as long as it waits, so that it is not said twice."""

    def found(self, viewer: Any, notices: Sequence[Notification]) -> Mapping[int, Any]:
        return {}

    def line(self, notice: Notification, thing: Any) -> Line | None:
        return None
