"""What cites what: made once, shown on both sides, only to who may see the other end."""

import pytest
from sqlalchemy import select

from app.links import Cited, Link, cite, links_from, links_to, uncite
from app.links.links import resolve
from app.web import feature as features
from app.web.unit_of_work import unit_of_work
from tests.factories import an_advocate


@pytest.fixture
def visible(app, monkeypatch):
    """Two kinds that can be cited; the set holds what the viewer may see."""
    seen = {("alpha", 1), ("beta", 7), ("beta", 8)}

    def of(kind):
        return lambda _viewer, ids: {one: Cited(kind, one, f"{kind} {one}", "/") for one in ids if (kind, one) in seen}

    extra = features.Feature(name="try", linkable={kind: of(kind) for kind in ("alpha", "beta")})
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    return seen


def make(*targets, place=""):
    actor = an_advocate()
    with unit_of_work():
        for target in targets:
            cite(actor, ("alpha", 1), target, place=place)


def titles(found):
    return [cited.title for _, cited in found]


@pytest.mark.both_databases
def test_link_is_made_once_however_often_one_cites(visible, session):
    make(("beta", 7), ("beta", 7))
    make(("beta", 7))
    assert len(session.scalars(select(Link)).all()) == 1


def test_other_place_is_another_link(visible):
    make(("beta", 7), place="n1")
    make(("beta", 7), place="n2")
    assert [link.place for link, _ in links_from(None, "alpha", 1)] == ["n1", "n2"]


def test_both_sides_show_it(visible):
    make(("beta", 7), ("beta", 8))
    assert titles(links_from(None, "alpha", 1)) == ["beta 7", "beta 8"]
    assert titles(links_to(None, "beta", 8)) == ["alpha 1"]


def test_hidden_ends_are_left_out_on_both_sides(visible):
    make(("beta", 7), ("beta", 8))
    visible.discard(("beta", 7))
    assert titles(links_from(None, "alpha", 1)) == ["beta 8"]
    visible.discard(("alpha", 1))
    assert links_to(None, "beta", 8) == []


def test_unknown_kind_is_nothing(visible):
    assert resolve(None, [("gamma", 1)]) == {}


def test_uncited_is_gone(visible):
    make(("beta", 7))
    with unit_of_work():
        uncite(links_from(None, "alpha", 1)[0][0])
    assert links_from(None, "alpha", 1) == []


def test_making_outside_a_unit_of_work_is_refused(visible):
    with pytest.raises(RuntimeError):
        cite(an_advocate(), ("alpha", 1), ("beta", 7))


def test_many_links_are_resolved_by_one_question_per_kind(app, monkeypatch):
    asked = []

    def beta(_viewer, ids):
        asked.append(list(ids))
        return {}

    extra = features.Feature(name="try", linkable={"beta": beta})
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    make(*[("beta", number) for number in range(20)])
    links_from(None, "alpha", 1)
    assert asked == [list(range(20))]
