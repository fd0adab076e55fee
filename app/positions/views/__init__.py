"""The pages of positions, in rooms."""

from typing import Any

from flask import Blueprint

from app.positions import addressees, policies
from app.positions.addresses import url_of
from app.positions.presenting import answers, results
from app.positions.presenting.text import anchor_of
from app.positions.states import SIGNS, WORDS, State

blueprint = Blueprint("positions", "app.positions", template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, Any]:
    """What the templates of this feature may ask."""
    return {
        "may": policies,
        "position_url": url_of,
        "anchor_of": anchor_of,
        "addressee_words": addressees.words,
        "state_words": lambda state: str(WORDS[State(state)]),
        "state_signs": lambda state: SIGNS[State(state)],
        "sign_of": answers.sign_of,
        "verdict_words": answers.verdict_words,
        "facts_of": answers.facts_of,
        "step_words": answers.step_words,
        "short_hash": results.short_hash,
        "choice_words": results.CHOICE_WORDS,
        "roll_call_words": results.ROLL_CALL,
    }


@blueprint.app_template_filter("addressee_name")
def _addressee_name(name: str) -> str:
    return addressees.words(name)


from app.positions.views import answering, discussing, drafting, nodes, reading, staging, voting  # noqa: E402, F401
