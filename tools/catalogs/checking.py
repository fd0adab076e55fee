"""Says what is wrong with the catalogues, one line each: nothing untranslated may reach a reader."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from .extracting import Unreadable, messages_of
from .places import Catalogue
from .updating import PLURAL_FORMS, find, read

PLACEHOLDER = re.compile(r"%(?:\((?P<name>\w+)\))?(?P<kind>[sdifr])|%%")


def problems(chosen: Iterable[Catalogue]) -> list[str]:
    """What is missing, fuzzy, unfinished or at odds; empty when all is well."""
    read_catalogues = [(catalogue, read(catalogue.po)) for catalogue in chosen]
    found: list[str] = []
    for catalogue, translations in read_catalogues:
        found.extend(missing(catalogue, translations))
        for entry in translations:
            if entry.id:
                found.extend(f"{catalogue.name}: {quoted(entry)}: {what}" for what in wrong_with(entry))
    found.extend(disagreements(read_catalogues))
    return found


def missing(catalogue: Catalogue, translations: Catalog) -> Iterator[str]:
    """Messages of the code that the catalogue does not hold, or holds without the plural that the code asks for."""
    told: set[tuple[str, str | None]] = set()
    try:
        messages = messages_of(catalogue)
    except Unreadable as unreadable:
        yield str(unreadable)
        return
    for message in messages:
        if message.key in told:
            continue
        entry = translations.get(message.id, message.context)
        if entry is None or (not isinstance(message.id, str) and entry.id != message.id):
            told.add(message.key)
            place = message.path.relative_to(catalogue.folder)
            yield f"{catalogue.name}: {message.key[0]!r} ({place}) is not in the catalogue; run make messages"


def wrong_with(entry: Entry) -> Iterator[str]:
    """What is wrong with one translation."""
    if entry.fuzzy:
        yield "is marked fuzzy"
    if isinstance(entry.id, str):
        if not entry.string:
            yield "is not translated"
        elif placeholders(entry.id) != placeholders(str(entry.string)):
            yield f"placeholders differ: {str(entry.string)!r}"
        return
    forms = [form or "" for form in entry.string] if isinstance(entry.string, list | tuple) else [entry.string or ""]
    if not any(forms):
        yield "is not translated"
    elif len(forms) != PLURAL_FORMS or not all(forms):
        yield f"has {sum(map(bool, forms))} plural forms instead of {PLURAL_FORMS}"
    # A form may leave a figure out ("jedna odpowiedź"), as the English singular does, but may not ask for one that is not given.
    allowed = placeholders(entry.id[0]) | placeholders(entry.id[-1])
    for form in forms:
        if surplus := placeholders(form) - allowed:
            yield f"asks for {', '.join(sorted(surplus))}, which the code does not give: {form!r}"


def placeholders(text: str) -> Counter[str]:
    return Counter(match[0] for match in PLACEHOLDER.finditer(text))


def disagreements(read_catalogues: list[tuple[Catalogue, Catalog]]) -> Iterator[str]:
    """All catalogues are merged when the application runs, so one message can have one translation only."""
    for place, (catalogue, translations) in enumerate(read_catalogues):
        for other, others in read_catalogues[place + 1 :]:
            for entry in translations:
                twin = find(others, entry) if entry.id else None
                if twin and twin.string and entry.string and twin.string != entry.string:
                    yield (
                        f"{catalogue.name} and {other.name} translate {quoted(entry)} differently: "
                        f"{entry.string!r}, {twin.string!r}; agree, or use pgettext with a context"
                    )


def quoted(entry: Entry) -> str:
    return repr(entry.id if isinstance(entry.id, str) else entry.id[0])
