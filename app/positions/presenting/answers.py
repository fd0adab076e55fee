"""The committee's answer in words: verdicts with their signs, the whole as one sentence, the chronology."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.positions.forms.answering import VERDICTS
from app.positions.models import StageChange, Verdict
from app.positions.queries.answers import Answered
from app.positions.states import State
from app.web.filters import date_words

SIGNS = {
    Verdict.ACCEPTED: ("sosna", "check", _l("Accepted")),
    Verdict.PARTLY: ("bursztyn", "half", _l("Accepted in part")),
    Verdict.REJECTED: ("cegla", "cross", _l("Not accepted")),
    Verdict.OUTSIDE_COMPETENCE: ("wrzos", "forward", _l("Passed on")),
    Verdict.ALREADY_DONE: ("sosna", "check", _l("Done already")),
}
STEP_WORDS = {
    State.CONSULTATION: _l("The consultation opened."),
    State.MERGING: _l("The consultation was closed; the remarks were worked into the text."),
    State.READY: _l("The text was ready for the vote."),
    State.VOTING: _l("The vote opened."),
    State.ADOPTED: _l("The position was adopted."),
    State.REJECTED: _l("The position was not adopted."),
    State.INQUORATE: _l("The vote had no quorum."),
    State.TRANSMITTED: _l("The position was handed over to the Committee."),
    State.UNDER_REVIEW: _l("The Committee confirmed the receipt."),
    State.ANSWERED: _l("The Committee answered."),
    State.CLOSED: _l("The matter was closed."),
    State.WITHDRAWN: _l("The position was withdrawn."),
}


def sign_of(verdict: str | None) -> tuple[str, str, str]:
    """Tone, sign and word beside a demand; waiting while there is no verdict."""
    if not verdict:
        return "bursztyn", "clock", _("waits for an answer")
    tone, icon, word = SIGNS[Verdict(verdict)]
    return tone, icon, str(word)


def verdict_words(verdict: str) -> str:
    """The verdict as the answer says it."""
    return str(VERDICTS[Verdict(verdict)])


def facts_of(answer: Any) -> list[dict[str, str]]:
    """Who is responsible and by when."""
    facts = []
    if answer.owner:
        facts.append({"term": _("Responsible"), "value": answer.owner})
    if answer.due_on:
        facts.append({"term": _("By when"), "value": date_words(answer.due_on)})
    return facts


def summary_of(answered: Sequence[Answered]) -> str:
    """What came of the demands, counted, as one sentence."""
    counts = Counter(one.answer.verdict for one in answered if one.answer is not None)
    parts = [
        (Verdict.ACCEPTED, _("accepted in full: %(num)s", num=counts[Verdict.ACCEPTED])),
        (Verdict.PARTLY, _("in part: %(num)s", num=counts[Verdict.PARTLY])),
        (Verdict.ALREADY_DONE, _("done already: %(num)s", num=counts[Verdict.ALREADY_DONE])),
        (Verdict.REJECTED, _("not accepted: %(num)s", num=counts[Verdict.REJECTED])),
        (Verdict.OUTSIDE_COMPETENCE, _("outside its competence: %(num)s", num=counts[Verdict.OUTSIDE_COMPETENCE])),
    ]
    told = ", ".join(words for verdict, words in parts if counts[verdict])
    return ngettext(
        "The Committee answered %(num)s demand: %(told)s.",
        "The Committee answered %(num)s demands: %(told)s.",
        len(answered),
        told=told,
    )


def step_words(change: StageChange) -> str:
    """A line of the chronology."""
    words = str(STEP_WORDS[State(change.to_state)])
    if change.reason:
        words = f"{words} {change.reason}"
    return words
