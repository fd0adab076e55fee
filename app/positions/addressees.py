"""To whom demands are addressed: slugs of the vocabulary where it knows the addressee, otherwise the words themselves."""

from collections.abc import Iterable

from app.positions.text.nodes import normal_text
from app.vocabularies.queries import find_term, label, terms

KIND = "addressee"
OTHER = "inne"


def words(addressee: str, language: str | None = None) -> str:
    """What an addressee is called."""
    return label(KIND, addressee, language)


def polish_names() -> dict[str, str]:
    """Slug → Polish name, for the plain notation of the whole text."""
    return {term.slug: term.label_pl for term in terms(KIND) if term.slug != OTHER}


def choices() -> list[tuple[str, str]]:
    """What the form of a node offers."""
    return [(term.slug, term.label()) for term in terms(KIND) if term.slug != OTHER]


def from_form(chosen: Iterable[str], others: str) -> tuple[str, ...]:
    """Chosen slugs, and further addressees typed one a line; a typed name that the list knows becomes its slug."""
    found = list(chosen)
    for line in others.splitlines():
        name = normal_text(line)
        if name:
            term = find_term(KIND, name)
            found.append(term.slug if term and term.slug != OTHER else name)
    return tuple(dict.fromkeys(found))
