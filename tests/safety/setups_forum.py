"""What the rows of matrix/forum.toml stand on: each makes its things for an author and gives (address values, form fields)."""

from typing import Any

from app.auth.models import User
from tests.factories_forum import a_category, a_reply, a_topic, posts_of

Setup = tuple[dict[str, Any], dict[str, Any]]


def nothing(author: User) -> Setup:
    return {}, {}


def nothing_but_a_category(author: User) -> Setup:
    a_category()
    return {}, {}


def a_category_page(author: User) -> Setup:
    return {"slug": a_category().slug}, {}


def a_tag_page(author: User) -> Setup:
    a_topic(author, tags=["dowóz"])
    return {"slug": "dowoz"}, {}


def a_topic_page(author: User) -> Setup:
    topic = a_topic(author)
    return {"topic_id": topic.id, "slug": topic.slug}, {}


def a_topic_of(author: User) -> Setup:
    return {"topic_id": a_topic(author).id}, {}


def a_permalink(author: User) -> Setup:
    return {"topic_id": a_topic(author).id, "number": 1}, {}


def a_first_post_of(author: User) -> Setup:
    return {"post_id": posts_of(a_topic(author).id)[0].id}, {}


def a_question(author: User) -> Setup:
    return {}, {"title": "Czy ktoś wie?", "body": "Bo my nie.", "category": a_category().id, "tags": "dowóz"}


def an_answer_to(author: User) -> Setup:
    return {"topic_id": a_topic(author).id}, {"body": "U nas inaczej."}


def a_new_text(author: User) -> Setup:
    post = posts_of(a_topic(author).id)[0]
    fields = {"title": "Nowy tytuł", "body": "Nowy tekst", "tags": "", "lock_version": post.lock_version}
    return {"post_id": post.id}, fields


def a_level(author: User) -> Setup:
    return {"topic_id": a_topic(author).id}, {"level": "watching"}


def a_solution(author: User) -> Setup:
    topic = a_topic(author)
    return {"topic_id": topic.id}, {"number": a_reply(topic).number}


def a_decision_on_a_topic(author: User) -> Setup:
    return {"topic_id": a_topic(author).id, "noun": "zamkniecie"}, {"reason": "Zasada 4"}


def a_decision_on_a_post(author: User) -> Setup:
    return {"post_id": a_reply(a_topic(author), author).id, "noun": "ukrycie"}, {"reason": "Zasada 4"}


def a_new_category(author: User) -> Setup:
    return {}, {"name": f"Nowy dział {author.id}", "readers": "public", "writers": "members"}


def a_changed_category(author: User) -> Setup:
    category = a_category()
    fields = {
        "name": f"Zakupy {author.id}",
        "readers": "public",
        "writers": "members",
        "lock_version": category.lock_version,
    }
    return {"slug": category.slug}, fields


def an_order_of_categories(author: User) -> Setup:
    a_category()
    return {"slug": a_category().slug}, {"direction": "wyzej"}
