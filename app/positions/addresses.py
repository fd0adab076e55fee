"""The addresses of a position's pages."""

import re
from typing import Any

from flask import url_for

from app.lib.polish import fold


def slug_of(title: str) -> str:
    """The readable part of an address: ASCII words of the title, cut at a word."""
    words = re.findall(r"[a-z0-9]+", fold(title))
    slug = ""
    for word in words:
        if len(slug) + len(word) > 70:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "stanowisko"


def url_of(position: Any, anchor: str | None = None) -> str:
    """The page of a position."""
    return url_for("positions.show", position_id=position.id, slug=position.slug, _anchor=anchor)
