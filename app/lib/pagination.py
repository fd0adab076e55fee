"""A page of a list: its items, its number and what stands before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

Item = TypeVar("Item")
MAX_PAGE = 1000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """`number` counts from 1 and is always a page that exists (an empty list has one empty page)."""

    number: int
    per_page: int
    total: int
    items: Sequence[Item] = ()

    @classmethod
    def of(cls, number: int, per_page: int, total: int) -> Page[Item]:
        """The page nearest to the number asked for."""
        last = max(1, -(-total // per_page))
        return cls(number=min(max(1, number), last, MAX_PAGE), per_page=per_page, total=total)

    def filled(self, items: Sequence[Item]) -> Page[Item]:
        """The same page with its items."""
        return replace(self, items=tuple(items))

    @property
    def offset(self) -> int:
        """How many items stand before it."""
        return (self.number - 1) * self.per_page

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.per_page))

    @property
    def previous(self) -> int | None:
        """The number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.number < self.last else None

    @property
    def shown(self) -> list[int | None]:
        """Page numbers worth a link: ends and neighbours; None stands for a gap."""
        wanted = sorted({1, self.last, *range(max(1, self.number - 2), min(self.last, self.number + 2) + 1)})
        found: list[int | None] = []
        for number in wanted:
            if found and found[-1] is not None and number - found[-1] > 1:
                found.append(None)
            found.append(number)
        return found
