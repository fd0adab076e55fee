"""The bell counts only what can still be done."""

from app.lib import clock as house_clock
from app.notifications.queries import count_unread
from app.positions.tidying import withdraw_overtaken_notices
from tests.factories import an_advocate
from tests.factories_positions import a_consultation, an_open_vote


def test_invitation_to_a_consultation_that_is_over_waits_no_longer(clock, app, run_jobs):
    reader = an_advocate()
    position = a_consultation(an_advocate(), days=10)
    run_jobs()
    withdraw_overtaken_notices()
    assert count_unread(reader.id) == 1
    house_clock.set_to(position.consultation_ends_at)
    withdraw_overtaken_notices()
    assert count_unread(reader.id) == 0


def test_invitation_to_a_closed_vote_waits_no_longer(clock, app, run_jobs):
    voter = an_advocate()
    vote = an_open_vote(an_advocate())
    run_jobs()
    withdraw_overtaken_notices()
    assert count_unread(voter.id) == 1
    house_clock.set_to(vote.closes_at)
    withdraw_overtaken_notices()
    assert count_unread(voter.id) == 0
