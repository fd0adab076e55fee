"""What a feature hands to the index: one flat record of plain text. Nothing here knows a table or a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Document:
    """One searchable thing: a practice, a post (a topic is found through its posts) or a position.

    `group` is what a reader sees as one hit ("topic:17" for all its posts, "practice:5" for itself); its first part
    becomes the facet "kind". `facets` are slugs, several a name. `audience` is one word of `audiences`; a search sees
    only the audiences the server names. `version` grows with every change of the record.
    """

    kind: str
    id: int
    group: str
    title: str
    audience: str
    created_at: datetime
    updated_at: datetime
    lead: str = ""
    place: str = ""
    body: str = ""
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 1

    @property
    def ref(self) -> str:
        return f"{self.kind}:{self.id}"
