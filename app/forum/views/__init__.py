"""The forum's pages: HTTP in, one query or one action, HTTP out."""

from app.forum.views import categories, deciding, following, lists, topic, writing
from app.forum.views.blueprint import blueprint

__all__ = ["blueprint", "categories", "deciding", "following", "lists", "topic", "writing"]
