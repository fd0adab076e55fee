"""The parameters of a search as they stand in an address; the page is lenient, the API is strict."""

from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.lib.limits import PAGE_NUMBER
from app.search.outcomes import Sort
from app.search.service import FACETS, KINDS, MOST_PER_PAGE, PER_PAGE
from app.web.errors import Invalid

MOST_VALUES = 50
LONGEST_VALUE = 80
SORTS = {"trafnosc": Sort.RELEVANCE, "najnowsze": Sort.NEWEST}


@dataclass(frozen=True)
class Parameters:
    """What is asked for."""

    text: str
    page: int = 1
    per_page: int = PER_PAGE
    sort: Sort = Sort.RELEVANCE
    literal: bool = False
    filters: dict[str, list[str]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The one kind that is asked for, or an empty text."""
        chosen = self.filters.get("kind", [])
        return chosen[0] if len(chosen) == 1 else ""


def of_page(arguments: MultiDict[str, str]) -> Parameters:
    """What a person's address says; what makes no sense is left out."""
    filters = {
        name: [value[:LONGEST_VALUE] for value in arguments.getlist(name)[:MOST_VALUES] if value]
        for name in FACETS
        if any(arguments.getlist(name))
    }
    if "kind" in filters:
        filters["kind"] = [value for value in filters["kind"] if value in KINDS]
    page = arguments.get("strona", 1, type=int)
    return Parameters(
        text=arguments.get("q", ""),
        page=min(max(1, page), PAGE_NUMBER),
        sort=SORTS.get(arguments.get("kolejnosc", ""), Sort.RELEVANCE),
        literal=arguments.get("doslownie") == "1",
        filters={name: values for name, values in filters.items() if values},
    )


def of_api(arguments: MultiDict[str, str]) -> Parameters:
    """What a program's address says. Raises Invalid (422) naming the parameter that is wrong."""
    known = {"q", "page", "per_page", "sort", "exact", *FACETS}
    for name in arguments:
        if name not in known:
            raise Invalid(_("There is no parameter “%(name)s”.", name=name[:40]))
    filters = {name: arguments.getlist(name) for name in FACETS if arguments.getlist(name)}
    for kind in filters.get("kind", ()):
        if kind not in KINDS:
            raise Invalid(_("“kind” is one of: %(kinds)s.", kinds=", ".join(KINDS)))
    for name, values in filters.items():
        if len(values) > MOST_VALUES or any(not value or len(value) > LONGEST_VALUE for value in values):
            raise Invalid(_("“%(name)s” has too many values or one that is empty or too long.", name=name))
    sort = arguments.get("sort", "relevance")
    if sort not in (one.value for one in Sort):
        raise Invalid(_("“sort” is one of: relevance, newest."))
    return Parameters(
        text=arguments.get("q", ""),
        page=_whole(arguments, "page", 1, PAGE_NUMBER),
        per_page=_whole(arguments, "per_page", PER_PAGE, MOST_PER_PAGE),
        sort=Sort(sort),
        literal=arguments.get("exact") == "true",
        filters=filters,
    )


def _whole(arguments: MultiDict[str, str], name: str, default: int, most: int) -> int:
    given = arguments.get(name)
    if given is None:
        return default
    if not given.isascii() or not given.isdecimal() or len(given) > 6 or not 1 <= int(given) <= most:
        raise Invalid(_("“%(name)s” is a whole number from 1 to %(most)d.", name=name, most=most))
    return int(given)
