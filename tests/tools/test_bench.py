"""The bench: its data on a small scale, the division of posts, the reading of pages and figures, the table."""

from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from app.extensions import db
from app.forum.models import Category, Post, Topic, TopicReader
from app.practices.models import PUBLISHED, Practice
from tools.bench import report
from tools.bench.client import Request, WrongAnswer, burst
from tools.bench.making_forum import ForumMaker
from tools.bench.making_people import READER, cookie_of, make_people, reader_id
from tools.bench.making_practices import make_practices
from tools.bench.measuring import Figures, open_in_process, quantile
from tools.bench.pages import PageType, hidden_fields
from tools.bench.processes import cpu_of
from tools.bench.scale import SMALL, Scale
from tools.bench.sentences import Composer
from tools.bench.yardstick import PAGE, SIZE

TINY = Scale(categories=10, topics=12, posts=130, long_topic=45, practices=3, advocates=6, distinct_posts=10)


@pytest.mark.parametrize("scale", [Scale(), SMALL, TINY])
def test_posts_are_divided_without_rest(scale: Scale) -> None:
    counts = scale.posts_of_topics()
    assert (len(counts), sum(counts), max(counts), min(counts) >= 1) == (
        scale.topics,
        scale.posts,
        scale.long_topic,
        True,
    )


def test_most_ordinary_topics_of_the_measured_forum_fill_one_page() -> None:
    assert Scale().posts_of_topics().count(20) > 900


def test_amounts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be divided"):
        replace(TINY, posts=50).posts_of_topics()


def test_texts_are_the_same_each_time_and_of_usual_length() -> None:
    first, second = Composer(3), Composer(3)
    texts = [first.post() for _ in range(60)]
    assert texts == [second.post() for _ in range(60)]
    mean = sum(len(text.encode()) for text in texts) / len(texts)
    assert 800 < mean < 1_500
    assert first.title("Gmina Łochów") == second.title("Gmina Łochów")


def test_the_maker_fills_forum_and_practices(app: Flask) -> None:
    people = make_people(TINY.advocates)
    ForumMaker(TINY, people).make()
    make_practices(TINY.practices)
    count = sa.func.count()
    assert db.session.scalar(sa.select(count).select_from(Post)) == TINY.posts
    assert (
        db.session.scalar(sa.select(count).select_from(Practice).where(Practice.state == PUBLISHED)) == TINY.practices
    )
    assert db.session.scalar(sa.select(sa.func.sum(Category.topic_count))) == TINY.topics
    for topic in db.session.scalars(sa.select(Topic)):
        newest = db.session.scalar(
            sa.select(Post).where(Post.topic_id == topic.id).order_by(Post.number.desc()).limit(1)
        )
        assert newest is not None
        assert (newest.number, newest.created_at) == (topic.last_number, topic.last_post_at)
    watching = sa.select(count).select_from(TopicReader).where(TopicReader.level == "watching")
    assert db.session.scalar(watching) == db.session.scalar(sa.select(sa.func.sum(Topic.watcher_count)))


def test_the_made_pages_open_signed_in(app: Flask) -> None:
    ForumMaker(TINY, make_people(TINY.advocates)).make()
    cookie = cookie_of(reader_id())
    topic = db.session.scalars(sa.select(Topic).order_by(Topic.last_number.desc())).first()
    assert topic is not None
    address = f"/forum/watek/{topic.id}-{topic.slug}?strona=3"
    db.session.remove()
    app.config["PORT"] = 80
    assert open_in_process(app, Request(address, cookie)) == 200
    answer = app.test_client(use_cookies=False).get("/forum", headers={"Cookie": cookie})
    assert "".join(word[0] for word in READER.split()) in answer.text


def test_hidden_fields_are_read_as_a_browser_does() -> None:
    page = (
        '<form><input type="hidden" name="csrf_token" value="of the menu"></form>'
        '<form><input name="q" type="search" value="x"><input name="csrf_token" type="hidden" value="a&amp;b">'
        '<input type="hidden" name="submission_id" value="12"></form>'
    )
    assert hidden_fields(page) == {"csrf_token": "a&b", "submission_id": "12"}


def test_cpu_of_a_process_is_read_and_of_none_is_nothing() -> None:
    assert cpu_of(1) >= 0.0
    assert cpu_of(2**22 + 1) == 0.0


def test_the_yardstick_is_as_long_as_it_says() -> None:
    assert len(PAGE.encode()) == SIZE


def test_a_burst_counts_and_refuses_a_wrong_status(yardstick: int) -> None:
    done = burst(yardstick, [Request("/")] * 10)
    assert (len(done.seconds), done.bytes) == (10, SIZE)
    with pytest.raises(WrongAnswer, match="status 404 instead of 200"):
        burst(yardstick, [Request("/nowhere")])


@pytest.fixture
def yardstick():  # type: ignore[no-untyped-def]
    import threading

    from werkzeug.serving import make_server

    from tools.bench.yardstick import app

    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()


def figures(times: float, statements: int) -> Figures:
    return Figures(
        cpu=[times * 0.3], times=[times], waits=[1.0, 2.0], yardstick_waits=[0.5], bytes=10, first=statements, again=4
    )


PAGES = [
    PageType("topic, visitor", lambda count: [], 18, 6),
    PageType("page 100", lambda count: [], most_of_topic=1.1),
    PageType("other", lambda count: []),
    PageType("reply", lambda count: [], 20, 13),
]


def test_the_table_marks_what_is_over_its_bar() -> None:
    found = [figures(17.0, 4), figures(20.0, 4), figures(400.0, 13), figures(20.5, 13)]
    bare = Figures(cpu=[0.3], waits=[0.5], bytes=SIZE)
    table = report.rows(PAGES, found, bare)
    assert [row[2] for row in table] == ["1", "17.0", "20.0 (1.18 of a topic) !", "400.0", "20.5 !"]
    assert [row[5] for row in table] == ["0", "4", "4", "4, first time 13 !", "4, first time 13"]
    assert report.as_text(table).count("\n") == 6


def test_only_too_many_statements_fail() -> None:
    found = [figures(17.0, 7), figures(20.0, 12), figures(400.0, 13), figures(20.5, 13)]
    assert report.too_many_statements(PAGES, found) == ["other: 13 SQL statements, at most 12 are allowed"]


def test_only_the_marked_part_of_the_page_is_written(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- sqlite -->\nold\n<!-- end sqlite -->\nafter\n")
    report.write(page, "sqlite", "new\n")
    assert page.read_text() == "before\n<!-- sqlite -->\nnew\n<!-- end sqlite -->\nafter\n"
    with pytest.raises(LookupError):
        report.write(page, "postgresql", "new\n")


def test_quantiles_are_waits_that_were_measured() -> None:
    assert [quantile([5, 1, 4, 2, 3], part) for part in (0.0, 0.5, 0.95)] == [1, 3, 5]
