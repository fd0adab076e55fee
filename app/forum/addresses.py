"""Where topics and posts are found: the page of a post follows from its number, so no address needs a query.

Written out here rather than asked of the router, since lists have dozens of them and commands have no request;
`tests/forum/test_addresses.py` keeps them equal to the routes.
"""

from urllib.parse import quote

from flask import current_app

from app.forum.models import PAGE_OF_POSTS


def page_of(number: int) -> int:
    """The page that holds a post."""
    return max(1, -(-number // PAGE_OF_POSTS))


def topic_url(topic_id: int, slug: str, page: int = 1, anchor: str = "") -> str:
    """A page of a topic."""
    query = f"?strona={page}" if page > 1 else ""
    return f"/forum/watek/{topic_id}-{quote(slug)}{query}{'#' if anchor else ''}{anchor}"


def post_url(topic_id: int, slug: str, number: int, accepted: int | None = None) -> str:
    """A post on its page; the solution stands on the first one."""
    page = 1 if number == accepted else page_of(number)
    return topic_url(topic_id, slug, page, f"wpis-{number}")


def permalink(topic_id: int, number: int) -> str:
    """The address of a post that stays right whatever becomes of the topic's title and pages."""
    return f"/forum/watek/{topic_id}/wpis/{number}"


def first_new_url(topic_id: int) -> str:
    """The address that looks for the first new post and leads there."""
    return f"/forum/watek/{topic_id}/nowe"


def person_url(handle: str) -> str:
    """A person's page, which is the directory's; also where no request is."""
    address: str = current_app.url_map.bind("localhost").build("directory.person", {"handle": handle})
    return address
