"""What cites or grew out of what: topics, practices and positions, shown on both sides."""

from app.links.links import Cited, cite, links_from, links_to, uncite
from app.links.models import Link

__all__ = ["Cited", "Link", "cite", "links_from", "links_to", "uncite"]
