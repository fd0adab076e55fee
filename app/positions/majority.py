"""Who has won: the result of a vote as a pure function of its numbers and its rules, with every step it took.

Whole numbers only; a share `n/d` is compared by multiplying, never by dividing. Readings of the majorities: the
simple one of art. 14 of the act on municipal government; the absolute one of NSA 27.09.1991, SA/Wr 785/91; that of
the whole body of the Constitutional Tribunal, W 18/94; presence is not voting: NSA II GSK 194/06.
"""

from dataclasses import dataclass
from typing import Literal

Result = Literal["adopted", "rejected", "inquorate"]
Choice = Literal["for", "against", "abstain", "present"]
StepName = Literal["quorum", "simple", "absolute", "absolute_of_body", "qualified", "tie"]
Relation = Literal[">", "≥", "="]


@dataclass(frozen=True, slots=True)
class Rules:
    """How a vote is decided: a quorum of `quorum_num/quorum_den` of the body and a kind of majority.

    `quorum_strict`: "więcej niż" instead of "co najmniej". `num/den`, `base` and `strict` are for the qualified
    majority. With `tie` of "chair" the chair's own vote breaks a tie of the simple majority.
    """

    majority: Literal["simple", "absolute", "absolute_of_body", "qualified"] = "simple"
    num: int = 1
    den: int = 2
    base: Literal["for_against", "cast", "body"] = "for_against"
    strict: bool = False
    quorum_num: int = 1
    quorum_den: int = 2
    quorum_strict: bool = False
    tie: Literal["fails", "chair"] = "fails"


@dataclass(frozen=True, slots=True)
class Tally:
    """The body as it was frozen at the opening, and what its mandates did; `present` took part without a vote."""

    body: int
    in_favour: int
    against: int
    abstained: int = 0
    present: int = 0

    @property
    def took_part(self) -> int:
        """All that counts for the quorum."""
        return self.in_favour + self.against + self.abstained + self.present

    @property
    def cast(self) -> int:
        """Votes given: for, against, abstained."""
        return self.in_favour + self.against + self.abstained


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: `left relation right`, and how both sides came about (`what` × `times`)."""

    name: StepName
    left: int
    relation: Relation
    right: int
    holds: bool
    left_is: tuple[int, int] = (0, 1)
    right_is: tuple[int, int] = (0, 1)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result, the steps for the table "Jak to policzono", and whether fewer voted than the quorum asks for.

    `few_voted` is a notice, not a rule: somebody took part without voting, and those who voted would be no quorum.
    """

    result: Result
    steps: tuple[Step, ...]
    few_voted: bool = False


def decide(tally: Tally, rules: Rules, chair: Choice | None = None) -> Outcome:
    """The result of a vote. Refuses with ValueError numbers that no vote can have."""
    _require_sense(tally, rules, chair)
    quorum = _quorum_step(tally.took_part, tally.body, rules)
    if not quorum.holds:
        return Outcome("inquorate", (quorum,))
    steps = [quorum, _majority_step(tally, rules)]
    if rules.majority == "simple" and rules.tie == "chair" and chair and tally.in_favour == tally.against:
        even = tally.in_favour
        steps.append(Step("tie", even, "=", tally.against, chair == "for", (even, 1), (tally.against, 1)))
    result: Result = "adopted" if steps[-1].holds else "rejected"
    few_voted = result == "adopted" and not _quorum_step(tally.cast, tally.body, rules).holds
    return Outcome(result, tuple(steps), few_voted)


def _require_sense(tally: Tally, rules: Rules, chair: Choice | None) -> None:
    counts = (tally.body, tally.in_favour, tally.against, tally.abstained, tally.present)
    if min(counts) < 0 or tally.body < 1 or tally.took_part > tally.body:
        raise ValueError("more took part than there are, or a number is below nought")
    if min(rules.num, rules.den, rules.quorum_den) < 1 or rules.quorum_num < 0:
        raise ValueError("a share is one positive whole number over another")
    by_choice = {"for": tally.in_favour, "against": tally.against, "abstain": tally.abstained, "present": tally.present}
    if chair is not None and not by_choice[chair]:
        raise ValueError("the chair's vote is not among those counted")


def _quorum_step(took_part: int, body: int, rules: Rules) -> Step:
    return _share_step("quorum", took_part, (rules.quorum_num, rules.quorum_den), body, strict=rules.quorum_strict)


def _majority_step(tally: Tally, rules: Rules) -> Step:
    if rules.majority == "simple":
        return _more_step("simple", tally.in_favour, tally.against)
    if rules.majority == "absolute":
        return _more_step("absolute", tally.in_favour, tally.against + tally.abstained)
    if rules.majority == "absolute_of_body":
        return _share_step("absolute_of_body", tally.in_favour, (1, 2), tally.body, strict=True)
    bases = {"for_against": tally.in_favour + tally.against, "cast": tally.cast, "body": tally.body}
    return _share_step("qualified", tally.in_favour, (rules.num, rules.den), bases[rules.base], strict=rules.strict)


def _more_step(name: StepName, left: int, right: int) -> Step:
    return Step(name, left, ">", right, left > right, (left, 1), (right, 1))


def _share_step(name: StepName, count: int, share: tuple[int, int], base: int, *, strict: bool) -> Step:
    """count / base against num / den, as count × den against base × num; of nothing there is no share."""
    num, den = share
    left, right = count * den, base * num
    holds = base > 0 and (left > right if strict else left >= right)
    return Step(name, left, ">" if strict else "≥", right, holds, (count, den), (base, num))
