"""What is wrong with a text, in sentences that say what to do; one for each code of `text.checks`."""

from flask_babel import gettext as _

from app.positions.text.checks import Problem
from app.positions.text.nodes import Tree
from app.positions.text.numbering import labels
from app.web.locale import current_language


def sentence(problem: Problem, place: str = "") -> str:
    """The sentence, begun with the place where there is one."""
    words = _words(problem)
    return f"{place[:1].upper()}{place[1:]}: {words}" if place else words


def sentences(tree: Tree, problems: list[Problem]) -> list[str]:
    """The sentences of several problems of one text."""
    places = labels(tree, current_language())
    return [sentence(one, places.get(one.node_id or "", "")) for one in problems]


def _words(problem: Problem) -> str:
    limit = problem.limit or 0
    known = {
        "too_many_nodes": _("The text has more than %(num)s parts. Join or leave out some.", num=limit),
        "too_many_recitals": _("There are more than %(num)s recitals. Join or leave out some.", num=limit),
        "too_many_of_kind": _("A text has only one title and one legal basis."),
        "bad_nesting": _("this part cannot stand at this place."),
        "title_too_long": _("the title may have at most %(num)s characters.", num=limit),
        "text_too_long": _("one part may have at most %(num)s characters. Divide it.", num=limit),
        "text_not_normal": _("there are signs here that cannot be kept. Type the text again."),
        "text_beside_paragraphs": _(
            "a § is divided either into numbered paragraphs or into points, and with paragraphs it has no words of its own."
        ),
        "not_a_demand_kind": _("this part cannot be a demand. Mark a §, paragraph, point or letter."),
        "addressee_without_demand": _("an addressee belongs to a demand. Mark this part as a demand."),
        "too_many_addressees": _("a demand may have at most %(num)s addressees.", num=limit),
        "bad_addressee": _("write each addressee once, in up to %(num)s characters and without brackets.", num=limit),
        "bad_marker": _("this number cannot be kept. Use one like 2a."),
        "no_title": _("The text has no title. Begin it with “w sprawie …”."),
        "title_too_short": _("the title should have at least %(num)s characters.", num=limit),
        "no_demand": _("The text has no demand yet."),
        "demand_without_addressee": _("say to whom this demand is addressed."),
        "empty_text": _("this part is empty."),
    }
    return known.get(problem.code, _("this part breaks the drafting rules."))
