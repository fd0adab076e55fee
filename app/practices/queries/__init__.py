"""Every read of practices, by room: finding one, the public list with its facets, the work that waits."""

from app.practices.queries.finding import (
    cited_practices,
    count_published,
    find_practice,
    find_working_practice,
    newest_practices,
    practices_of,
    submitted_practices,
)

__all__ = [
    "cited_practices",
    "count_published",
    "find_practice",
    "find_working_practice",
    "newest_practices",
    "practices_of",
    "submitted_practices",
]
