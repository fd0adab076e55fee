"""A hit as one viewer may see it: what a feature's `Indexed.visible` gives back, read anew from the database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Shown:
    """What the page and the JSON show of a hit; `text` is the plain text that the snippet is cut from."""

    title: str
    url: str
    text: str
    date: datetime
    author: str = ""
    place: str = ""
    detail: str = ""
    external_id: str | None = None
