"""What an engine of the search can do. Whoosh is the one there is; another would fit behind the same calls."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Protocol

from app.search.documents import Document
from app.search.outcomes import Degraded, IndexState, NothingFound, Refused, Results, Sort
from app.search.query import Query

Filters = Mapping[str, Collection[str]]
Found = Results | NothingFound | Refused | Degraded


class SearchEngine(Protocol):
    """Reading never raises and never waits for writing; writing is for one process at a time and raises IndexBusy."""

    def search(
        self, query: Query, *, audiences: Collection[str], filters: Filters | None = None, page: int = 1,
        per_page: int = 20, sort: Sort = Sort.RELEVANCE, facets: Collection[str] | None = None, correct: bool = True,
    ) -> Found:  # fmt: skip
        """A page of what readers of these audiences may see.

        Filters: any value within a name, all names together. `facets` limits what is counted (None: every name).
        """

    def state(self) -> IndexState: ...

    def files_are_sound(self) -> bool: ...

    def update(self, documents: Iterable[Document] = (), deleted: Iterable[str] = ()) -> None:
        """Put records in (a record indexed before is replaced) and take references out, in one commit."""

    def index(self, documents: Iterable[Document]) -> None: ...

    def delete(self, refs: Iterable[str]) -> None: ...

    def rebuild(self, documents: Iterable[Document], progress: Callable[[int], None] | None = None) -> int:
        """Make the index anew beside the old one and put it in its place at the end; gives the number of records."""

    def refs_and_versions(self) -> dict[str, int]: ...


class IndexBusy(Exception):
    """Another process is writing (a rebuild takes its time): try again later."""


class IndexUnusable(Exception):
    """There is no index to write to, or it is broken or of another analyser: rebuild first."""

    def __init__(self, state: IndexState) -> None:
        super().__init__(f"the search index is {state}")
        self.state = state
