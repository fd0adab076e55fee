"""Where topics and posts are found: the page of a post follows from its number, so no address needs a query."""

from flask import url_for

from app.forum.models import PAGE_OF_POSTS


def page_of(number: int) -> int:
    """The page that holds a post."""
    return max(1, -(-number // PAGE_OF_POSTS))


def topic_url(topic_id: int, slug: str, page: int = 1, anchor: str | None = None) -> str:
    """A page of a topic."""
    return url_for("forum.topic", topic_id=topic_id, slug=slug, strona=page if page > 1 else None, _anchor=anchor)


def post_url(topic_id: int, slug: str, number: int, accepted: int | None = None) -> str:
    """A post on its page; the solution stands on the first one."""
    page = 1 if number == accepted else page_of(number)
    return topic_url(topic_id, slug, page, f"wpis-{number}")


def permalink(topic_id: int, number: int) -> str:
    """The address of a post that stays right whatever becomes of the topic's title and pages."""
    return url_for("forum.permalink", topic_id=topic_id, number=number)


def first_new_url(topic_id: int) -> str:
    """The address that looks for the first new post and leads there."""
    return url_for("forum.first_new", topic_id=topic_id)
