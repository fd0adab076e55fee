"""A topic's page, the permalinks of posts, the jump to the first new one."""

from collections.abc import Callable
from typing import Any

from flask import Response, after_this_request, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from app.forum import policies as may
from app.forum.actions.following import mark_topic_read
from app.forum.addresses import post_url, topic_url
from app.forum.forms import ReplyForm
from app.forum.queries.topics import PostLine, TopicPage, find_topic, first_new_number, topic_page
from app.forum.text import quotation, quote_lead
from app.forum.views.blueprint import blueprint, page_number
from app.links import links_to
from app.web.access import public
from app.web.errors import Busy, NotFound


@blueprint.get("/forum/watek/<int:topic_id>-<slug>")
@public
def topic(topic_id: int, slug: str) -> ResponseReturnValue:
    """A page of a topic; for who is signed in, the read mark moves after the page is made."""
    shown = topic_page(current_user, topic_id, page_number())
    if shown.topic.slug != slug:
        return redirect(topic_url(topic_id, shown.topic.slug, page_number()), 301)
    may_reply = may.reply_to_topic(current_user, shown.topic)
    quoted = _quoted(shown) if may_reply else None
    form = ReplyForm(formdata=None, data=_answer_begun(topic_id, quoted)) if may_reply else None
    cited = links_to(current_user, "topic", topic_id)
    html = render_template(
        "forum/topic.html",
        shown=shown,
        topic=shown.topic,
        reading=shown.reading,
        page=shown.page,
        may_reply=may_reply,
        may_accept=may.accept_answer(current_user, shown.topic),
        reply_form=form,
        quoted=quoted,
        practices=[end for _link, end in cited if end.kind == "practice"],
        positions=[end for _link, end in cited if end.kind == "position"],
        page_url=_page_url(topic_id, slug),
        tag_links=[{"label": tag.label, "url": url_for("forum.tag", slug=tag.slug)} for tag in shown.tags],
        quote_lead=quote_lead,
    )
    if request.method == "GET" and current_user.is_authenticated:
        _note_reading(shown)
    return html


@blueprint.get("/forum/watek/<int:topic_id>")
@public
def bare_topic(topic_id: int) -> ResponseReturnValue:
    """The same without the words of the title."""
    found = find_topic(current_user, topic_id)
    return redirect(topic_url(found.id, found.slug), 301)


@blueprint.get("/forum/watek/<int:topic_id>/wpis/<int:number>")
@public
def permalink(topic_id: int, number: int) -> ResponseReturnValue:
    """A post, on whatever page it stands now."""
    found = find_topic(current_user, topic_id)
    if not 1 <= number <= found.last_number:
        raise NotFound
    return redirect(post_url(found.id, found.slug, number, found.accepted_number))


@blueprint.get("/forum/watek/<int:topic_id>/nowe")
@public
def first_new(topic_id: int) -> ResponseReturnValue:
    """The first post that is new to this person."""
    found, number = first_new_number(current_user, topic_id)
    return redirect(post_url(found.id, found.slug, number, found.accepted_number))


def _quoted(shown: TopicPage) -> PostLine | None:
    """The post of this page that the answer shall begin with, as the link "Quote and answer" asks."""
    number = request.args.get("cytuj", type=int)
    lines = [*shown.page.items, *([shown.accepted] if shown.accepted else [])]
    return next((line for line in lines if line.number == number and not line.is_hidden), None)


def _answer_begun(topic_id: int, quoted: PostLine | None) -> dict[str, Any]:
    if quoted is None:
        return {}
    return {"body": quotation(topic_id, quoted.number, quoted.author_name, quoted.source)}


def _page_url(topic_id: int, slug: str) -> Callable[[int], str]:
    return lambda number: topic_url(topic_id, slug, number)


def _note_reading(shown: TopicPage) -> None:
    """After the page is made, and only if something moves: the read mark and the topic's notices."""
    reading = shown.reading
    up_to = max((line.number for line in shown.page.items), default=0)
    if up_to <= (reading.last_read or 0) and not reading.has_notices:
        return
    if "prefetch" in request.headers.get("Sec-Purpose", ""):  # nobody has seen the page yet
        return
    user_id, topic_id = current_user.id, shown.topic.id

    @after_this_request
    def _move(response: Response) -> Response:
        try:
            mark_topic_read(user_id, topic_id, up_to, is_known=reading.is_known, has_notices=reading.has_notices)
        except (Busy, OperationalError):
            pass  # the mark moves at the next opening; the page must not fail for it
        return response
