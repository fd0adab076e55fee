"""What can come of a search, each with a name: not asked, refused, nothing found, results, degraded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.search.marking import Marker


class Refusal(StrEnum):
    """Why a query is not searched; the page says it in words."""

    TOO_LONG = "too_long"
    TOO_MANY_WORDS = "too_many_words"
    ONLY_COMMON_WORDS = "only_common_words"
    ONLY_EXCLUDED = "only_excluded"
    NO_WORDS = "no_words"


class IndexState(StrEnum):
    """How the index stands; everything but READY means: search elsewhere and rebuild."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"
    OUTDATED = "outdated"


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True)
class Reading:
    """How the query was understood: words read as others, words no record has, the corrected query as one text."""

    read_instead: tuple[tuple[str, str], ...] = ()
    did_you_mean: str | None = None
    not_found: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One thing found: `kind` and `id` of the document that stands for its group (a post for its topic)."""

    kind: str
    id: int
    group: str
    score: float
    created_at: datetime
    updated_at: datetime

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class FacetCount:
    value: str
    count: int


Facets = Mapping[str, tuple[FacetCount, ...]]


@dataclass(frozen=True)
class NotAsked:
    """Nothing was typed."""


@dataclass(frozen=True)
class Refused:
    """The query breaks a limit; `limit` is the number to name in the sentence, 0 where there is none."""

    reason: Refusal
    limit: int = 0


@dataclass(frozen=True)
class Results:
    """A page of groups. `total` and the facets count groups; a facet is counted with its own filter left out."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    per_page: int
    facets: Facets
    reading: Reading
    marker: Marker


@dataclass(frozen=True)
class NothingFound:
    """No group matches. `facets` may still show where hits are once a filter is taken off."""

    reading: Reading
    facets: Facets = field(default_factory=dict)
    total: int = 0


@dataclass(frozen=True)
class Degraded:
    """The index cannot answer now: the caller searches plainly and asks for a rebuild."""

    state: IndexState


Outcome = NotAsked | Refused | Results | NothingFound | Degraded
