"""The addresses that are written out by hand are those of the routes."""

from flask import url_for

from app.forum import addresses


def test_written_addresses_are_those_of_the_routes(app):
    with app.test_request_context():
        assert addresses.topic_url(7, "zażółć") == url_for("forum.topic", topic_id=7, slug="zażółć")
        assert addresses.topic_url(7, "x", 3, "wpis-41") == url_for(
            "forum.topic", topic_id=7, slug="x", strona=3, _anchor="wpis-41"
        )
        assert addresses.permalink(7, 12) == url_for("forum.permalink", topic_id=7, number=12)
        assert addresses.first_new_url(7) == url_for("forum.first_new", topic_id=7)
        assert addresses.person_url("jan-nowak") == url_for("directory.person", handle="jan-nowak")


def test_page_follows_from_the_number():
    assert [addresses.page_of(number) for number in (1, 20, 21, 40, 41, 2000)] == [1, 1, 2, 2, 3, 100]
    assert addresses.post_url(7, "x", 45, accepted=45) == "/forum/watek/7-x#wpis-45"
