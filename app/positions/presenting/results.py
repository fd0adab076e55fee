"""A vote in words: its rules, its result as one sentence, and every step of the count."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.positions.counting import Counted, quorum_needed
from app.positions.majority import Step
from app.positions.models import Choice, RuleSet, Vote
from app.web.filters import date_words

CHOICE_WORDS = {
    Choice.FOR: _l("For"),
    Choice.AGAINST: _l("Against"),
    Choice.ABSTAIN: _l("I abstain"),
    Choice.PRESENT: _l("I take part without voting"),
}
# How a ballot stands in the roll-call: sign and word.
ROLL_CALL = {
    Choice.FOR: ("check", _l("for")),
    Choice.AGAINST: ("cross", _l("against")),
    Choice.ABSTAIN: ("ring", _l("abstains")),
    Choice.PRESENT: ("spot", _l("takes part without voting")),
}
# What the buttons of a ballot send.
CHOICE_SLUGS = {"za": Choice.FOR, "przeciw": Choice.AGAINST, "wstrzymuje": Choice.ABSTAIN, "obecny": Choice.PRESENT}


def rules_in_words(vote: Vote) -> list[tuple[str, str]]:
    """The rules of a vote: a name in bold and a sentence."""
    rules = vote.rules
    return [
        _majority_words(rules),
        (
            _("Quorum:"),
            _(
                "%(share)s of the mandates, that is %(needed)s of %(body)s.",
                share=share_words(rules),
                needed=quorum_needed(vote),
                body=vote.electorate_size,
            ),
        ),
        (_("By name:"), _("after the closing everybody sees how each unit voted."))
        if rules.ballot_mode == "roll_call"
        else (_("Open:"), _("after the closing the advocates and the Committee see how each unit voted.")),
        (
            _("One mandate, one ballot."),
            _("The last one counts.") if rules.change_until_close else _("It cannot be changed."),
        ),
    ]


def _majority_words(rules: RuleSet) -> tuple[str, str]:
    known = {
        "simple": (_("Simple majority:"), _("more ballots for than against.")),
        "absolute": (_("Absolute majority:"), _("more ballots for than against and abstaining together.")),
        "absolute_of_body": (_("Absolute majority of the body:"), _("more than half of all mandates for.")),
    }
    qualified = (
        _("Qualified majority:"),
        _("at least %(num)s/%(den)s for.", num=rules.majority_num, den=rules.majority_den),
    )
    return known.get(rules.majority_kind, qualified)


def share_words(rules: RuleSet) -> str:
    """At least half; more than a third."""
    half = (rules.quorum_num, rules.quorum_den) == (1, 2)
    share = _("half") if half else f"{rules.quorum_num}/{rules.quorum_den}"
    return _("more than %(share)s", share=share) if rules.quorum_strict else _("at least %(share)s", share=share)


def outcome_sentence(vote: Vote, counted: Counted) -> str:
    """The result of a closed vote as one sentence."""
    tally = counted.tally
    numbers = {
        "votes_for": ngettext("%(num)s mandate for", "%(num)s mandates for", tally.in_favour),
        "against": tally.against,
        "abstained": tally.abstained,
    }
    if counted.outcome == "inquorate":
        return _(
            "There was no quorum: %(count)s of %(body)s mandates took part, %(needed)s were needed.",
            count=tally.took_part,
            body=tally.body,
            needed=quorum_needed(vote),
        )
    if counted.outcome == "adopted":
        return _("The position was adopted: %(votes_for)s, %(against)s against, %(abstained)s abstained.", **numbers)
    if tally.in_favour == tally.against:
        return _(
            "The position was not adopted, because a tie fails: %(votes_for)s, %(against)s against, %(abstained)s abstained.",
            **numbers,
        )
    return _("The position was not adopted: %(votes_for)s, %(against)s against, %(abstained)s abstained.", **numbers)


def steps_in_words(vote: Vote, counted: Counted) -> list[tuple[str, str, bool | None]]:
    """Name, arithmetic and whether it holds, for each step of the count; the body first."""
    first = (
        _("The body"),
        ngettext(
            "%(num)s active mandate when the vote opened",
            "%(num)s active mandates when the vote opened",
            counted.tally.body,
        ),
        None,
    )
    return [first, *[(*_step_words(vote, step), step.holds) for step in counted.decided.steps]]


def _step_words(vote: Vote, step: Step) -> tuple[str, str]:
    relation = step.relation if step.holds else {">": "≤", "≥": "<", "=": "≠"}[step.relation]
    if step.name == "quorum":
        return _("Quorum"), f"{share_words(vote.rules)}: {_arithmetic(step, relation)}"
    if step.name == "simple":
        return _("Simple majority"), _("more for than against: %(sum)s", sum=f"{step.left} {relation} {step.right}")
    if step.name == "absolute":
        words = _("more for than against and abstaining together: %(sum)s", sum=f"{step.left} {relation} {step.right}")
        if not step.holds:
            words = _("%(words)s; %(left)s is not more than %(right)s", words=words, left=step.left, right=step.right)
        return _("Absolute majority"), words
    if step.name == "absolute_of_body":
        return _("Absolute majority of the body"), _arithmetic(step, relation)
    if step.name == "tie":
        return _("Tie"), _("the chair's vote decides")
    return _("Qualified majority"), _arithmetic(step, relation)


def _arithmetic(step: Step, relation: str) -> str:
    return _(
        "%(left_sum)s, and %(left)s %(relation)s %(right)s",
        left_sum=f"{step.left_is[0]} × {step.left_is[1]} = {step.left}",
        left=step.left,
        relation=relation,
        right=step.right if step.right_is[1] == 1 else f"{step.right_is[0]} × {step.right_is[1]} = {step.right}",
    )


def few_voted_words(counted: Counted) -> str:
    """A notice, not a rule: a result by few."""
    if not counted.decided.few_voted:
        return ""
    return _("Note that %(cast)s of %(body)s mandates decided.", cast=counted.tally.cast, body=counted.tally.body)


def certified_words(vote: Vote) -> str:
    """Who confirmed, and when."""
    if vote.certified_by is None or vote.certified_at is None:
        return _("waits for a second person")
    return _(
        "%(opened)s (opened it) and %(certified)s, %(day)s",
        opened=vote.opened_by.name,
        certified=vote.certified_by.name,
        day=date_words(vote.certified_at),
    )


def short_hash(value: str | None) -> str:
    """The first sixteen signs in groups of four, for comparing by eye; the whole stands in the title of the page."""
    return " ".join((value or "")[start : start + 4] for start in range(0, 16, 4))
