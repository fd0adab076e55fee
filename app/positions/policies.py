"""May this person? Pure functions with the actions' names; the circles that read, and who takes which step."""

from typing import Any

from app.auth.policies import moderate, sit_in_committee  # noqa: F401  asked at the doors of the views
from app.positions.states import State

ADVOCATES, COMMITTEE, PUBLIC = "advocates", "committee", "public"


def read_position(user: Any, position: Any) -> bool:
    """Adopted is public. Before that the position's own circle reads it; a draft or a withdrawn one is never public."""
    if position.is_adopted or moderate(user):
        return True
    if user.is_advocate or user.is_deputy or (user.is_authenticated and user.id == position.lead_id):
        return True
    if user.is_committee_member and position.visibility in (COMMITTEE, PUBLIC):
        return True
    return bool(position.visibility == PUBLIC and position.state not in (State.DRAFT, State.WITHDRAWN))


def open_position(user: Any) -> bool:
    """An advocate (or deputy) opens a position and leads it."""
    return bool(user.is_advocate or user.is_deputy)


def leads(user: Any, position: Any) -> bool:
    """The lead author, while having a part in the network."""
    return bool(user.is_authenticated and user.is_member and user.id == position.lead_id)


def edit_text(user: Any, position: Any) -> bool:
    """The lead author and moderators, while the text may still change."""
    return position.is_being_written and (leads(user, position) or moderate(user))


def read_draft(user: Any, position: Any) -> bool:
    """The unpublished working draft is for those who write it."""
    return edit_text(user, position)


save_text = edit_node = add_node = move_node = delete_node = discard_draft = publish_version = edit_text
change_details = edit_text
cite_evidence = cite_source = remove_evidence = edit_text


def comment_on_node(user: Any, position: Any) -> bool:
    """Members who read it; the time is asked in the action."""
    return bool(
        user.is_authenticated and user.is_member and position.is_being_written and read_position(user, position)
    )


def reply_to_thread(user: Any, position: Any) -> bool:
    """As commenting."""
    return comment_on_node(user, position)


def resolve_thread(user: Any, position: Any) -> bool:
    """The lead author and moderators."""
    return leads(user, position) or moderate(user)


def take_over(user: Any, position: Any) -> bool:
    """A moderator becomes the one who looks after it."""
    return moderate(user)


def open_consultation(user: Any, position: Any) -> bool:
    """The lead author or a moderator."""
    return leads(user, position) or moderate(user)


def lead_process(user: Any, position: Any) -> bool:
    """Closing the consultation, merging and opening the vote are the moderator's."""
    return moderate(user)


close_consultation = reopen_consultation = finish_merging = repeat_vote = lead_process


def withdraw_position(user: Any, position: Any) -> bool:
    """The lead author, or a moderator with a reason."""
    return leads(user, position) or moderate(user)


def open_vote(user: Any, position: Any) -> bool:
    """A moderator."""
    return moderate(user)


def cast_ballot(user: Any, standing: Any) -> bool:
    """Whoever stands for an elector's seat at this moment: holder, successor in the seat, or named deputy."""
    return bool(user.is_authenticated and standing is not None)


def certify_vote(user: Any, vote: Any) -> bool:
    """A second person: a moderator other than the one who opened it, or a member of the committee."""
    return (moderate(user) or user.is_committee_member) and user.id != vote.opened_by_id


def read_roll_call(user: Any, vote: Any) -> bool:
    """Open vote: names to those who take part, after closing; roll-call: to everybody. Never before closing."""
    return vote.is_closed and (vote.rules.ballot_mode == "roll_call" or bool(user.is_authenticated and user.is_member))


def transmit_position(user: Any, position: Any) -> bool:
    """A moderator."""
    return moderate(user)


def receive_position(user: Any, position: Any) -> bool:
    """The secretary of the committee."""
    return bool(user.is_secretary)


def write_demand_answer(user: Any, position: Any) -> bool:
    """Members of the committee."""
    return bool(user.is_committee_member)


def read_answer_draft(user: Any, position: Any) -> bool:
    """The draft is shared by the members of the committee and shown to nobody else."""
    return bool(user.is_committee_member)


def send_answer(user: Any, position: Any) -> bool:
    """The secretary approves and sends, with the date of the meeting."""
    return bool(user.is_secretary)


def close_position(user: Any, position: Any) -> bool:
    """The secretary or a moderator, when nothing more is to be done."""
    return bool(user.is_secretary) or moderate(user)
