"""What people write, made ready before the unit of work: rendered, with who is mentioned and which posts are quoted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from markupsafe import Markup

from app.auth.queries import people_by_handles
from app.forum.addresses import permalink, person_url
from app.lib import limits
from app.lib.polish import fold
from app.lib.rich_text import excerpt, mentioned_names, render_markdown
from app.lib.text_input import clean_line
from app.web.columns import as_stored

MOST_MENTIONS: Final = 20  # of one post; further names stay text and nobody is told
QUOTED: Final = 1_000

_QUOTED_POST = re.compile(r"^> ?(?!>).*\]\(/forum/watek/(\d+)/wpis/(\d+)\)", re.MULTILINE)
_SEPARATORS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Written:
    """A text of a person, ready to be stored. `quoted` holds pairs (topic, number) of posts that it answers."""

    source: str
    html: str
    place: str
    mentioned: tuple[int, ...] = ()
    quoted: tuple[tuple[int, int], ...] = ()


def written(author: Any, source: str) -> Written:
    """Render and look around: one query where somebody is named with @, none otherwise."""
    source = source.strip("\n").rstrip()
    people = people_by_handles(mentioned_names(source)[:MOST_MENTIONS])
    return Written(
        source=source,
        html=render_markdown(source, {handle: person_url(handle) for handle in people}),
        place=author.place[:160],
        mentioned=tuple(person.id for person in people.values()),
        quoted=tuple(dict.fromkeys((int(topic), int(number)) for topic, number in _QUOTED_POST.findall(source)))[:10],
    )


def preview(source: str) -> Markup:
    """How the text will look, made by the same renderer; nothing is stored."""
    people = people_by_handles(mentioned_names(source)[:MOST_MENTIONS])
    return as_stored(render_markdown(source, {handle: person_url(handle) for handle in people}))


def quote_lead(topic_id: int, number: int, author: str) -> str:
    """The line above quoted words: whose they are, with a link to the post."""
    post = _("post %(number)s", number=number)
    return f"{author}, [{post}]({permalink(topic_id, number)}):"


def quotation(topic_id: int, number: int, author: str, source: str) -> str:
    """The Markdown that the answer form begins with: the post's own words, without those it quotes itself."""
    own = "\n".join(line for line in source.split("\n") if not line.lstrip().startswith(">")).strip()
    if len(own) > QUOTED:
        own = excerpt(own, QUOTED)
    lines = [quote_lead(topic_id, number, author), "", *own.split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def slug_of(title: str, length: int = 80, fallback: str = "watek") -> str:
    """The readable part of an address: small ASCII letters, digits and hyphens."""
    return _SEPARATORS.sub("-", fold(title)).strip("-")[:length].strip("-") or fallback


def tag_label(text: str) -> str:
    """A tag as it is kept: one line, lower case, without the sign some people put before it."""
    return clean_line(text).lstrip("#").strip().lower()[: limits.TAG]


def split_tags(text: str) -> list[str]:
    """The tags of a field, separated by commas or lines; once each."""
    labels = (tag_label(part) for part in re.split(r"[,;\n]", text))
    return list({slug_of(label, 60, ""): label for label in labels if slug_of(label, 60, "")}.values())


def join_tags(labels: Iterable[str]) -> str:
    """The same row as text of a field."""
    return ", ".join(labels)
