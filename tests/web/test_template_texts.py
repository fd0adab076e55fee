"""gettext in templates: the same words as flask-babel's, markup escaped, both languages, mails without markup."""

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale, ngettext


def drawn(app: Flask, source: str, **values: Any) -> str:
    """A template as a page sees it; names that end in .txt are not escaped."""
    return app.jinja_env.from_string(source).render(**values)


def test_each_language_has_its_own_text(app: Flask) -> None:
    with app.test_request_context("/"):
        source = "{{ _('Search') }}"
        assert drawn(app, source) == "Szukaj"
        with force_locale("en"):
            assert drawn(app, source) == "Search"
        assert drawn(app, source) == "Szukaj"


def test_an_unknown_text_stays_as_it_is_written(app: Flask) -> None:
    with app.test_request_context("/"):
        assert drawn(app, "{{ _('Nobody translates <b>this</b>, 100%%') }}") == "Nobody translates <b>this</b>, 100%"


def test_variables_are_escaped_and_counted_forms_are_right(app: Flask) -> None:
    with app.test_request_context("/"):
        assert drawn(app, "{{ _('of %(name)s', name='<i>') }}") == "of &lt;i&gt;"
        source = "{{ ngettext('%(num)s answer', '%(num)s answers', n) }}"
        for number in (0, 1, 2, 5, 12, 22, 25):
            assert drawn(app, source, n=number) == ngettext("%(num)s answer", "%(num)s answers", number)


def test_context_tells_texts_apart(app: Flask) -> None:
    with app.test_request_context("/"):
        assert drawn(app, "{{ pgettext('menu', 'Main') }}") != drawn(app, "{{ _('Main') }}")
        source = "{{ npgettext('nowhere', '%(num)s apple', '%(num)s apples', n) }}"
        with force_locale("en"):
            assert [drawn(app, source, n=n) for n in (1, 3)] == ["1 apple", "3 apples"]


def test_a_mail_is_not_escaped(app: Flask) -> None:
    source = "{% autoescape false %}{{ _('of %(name)s', name='<i>') }} {{ _('a <b>') }}{% endautoescape %}"
    with app.test_request_context("/"):
        assert drawn(app, source) == "of <i> a <b>"


def test_a_missing_variable_is_a_mistake_each_time(app: Flask) -> None:
    with app.test_request_context("/"):
        for _ in range(2):
            with pytest.raises(KeyError):
                drawn(app, "{{ _('of %(name)s') }}")


def test_block_texts_go_the_same_way(app: Flask) -> None:
    with app.test_request_context("/"):
        assert drawn(app, "{% trans name='<' %}of {{ name }}{% endtrans %}") == "of &lt;"
