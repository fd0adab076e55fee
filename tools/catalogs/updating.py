"""Brings the messages of the code into the .po files, keeping every translation that still has its message.

The files hold no dates, line numbers or paths and are sorted, so a change of code shows as a change of its messages only.
"""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from .extracting import template_of
from .places import LOCALE, ROOT, Catalogue, catalogues

HEADER = """\
msgid ""
msgstr ""
"Language: pl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
PLURAL_FORMS = 3


def update(chosen: Iterable[Catalogue], root: Path = ROOT) -> Iterator[str]:
    """Rewrite the .po of each; yields a sentence for each."""
    elsewhere = [read(catalogue.po) for catalogue in catalogues(root=root)]
    for catalogue in chosen:
        merged, new, gone = merge(template_of(catalogue), read(catalogue.po), elsewhere)
        write(catalogue.po, merged)
        empty = sum(1 for message in merged if message.id and not is_translated(message))
        yield f"{catalogue.name}: {len(merged)} messages, {new} new, {gone} dropped, {empty} to translate"


def merge(template: Catalog, old: Catalog, elsewhere: Iterable[Catalog]) -> tuple[Catalog, int, int]:
    """The template with the translations of `old`, and of other catalogues for a message that has moved here.

    A translation is taken for the same message only; nothing is guessed from a similar one.
    """
    merged, new = Catalog(locale=LOCALE), 0
    for message in template:
        if not message.id:
            continue
        before = find(old, message)
        new += before is None
        candidates = [before, *(find(other, message) for other in elsewhere)]
        kept = next((entry for entry in candidates if entry and entry.id == message.id and is_translated(entry)), None)
        if kept is None and before and before.id == message.id:
            kept = before
        merged.add(
            message.id,
            kept.string if kept else None,
            context=message.context,
            flags=["fuzzy"] if kept and kept is before and kept.fuzzy else (),
            auto_comments=message.auto_comments,
            user_comments=before.user_comments if before else (),
        )
    gone = sum(1 for message in old if message.id and find(template, message) is None)
    return merged, new, gone


def find(catalog: Catalog, message: Message) -> Message | None:
    return catalog.get(message.id, message.context)


def is_translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else [message.string]
    return bool(strings) and all(strings)


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, ignore_obsolete=True)


def write(path: Path, catalog: Catalog) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    body = BytesIO()
    write_po(body, catalog, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    write_whole(path, HEADER.encode() + body.getvalue().strip() + b"\n")


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step; leaves it alone when nothing has changed."""
    if path.exists() and path.read_bytes() == content:
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
