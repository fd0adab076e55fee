"""The whole story with five people, from the first account to the Committee's answer, in Polish: with scripts on SQLite,
without scripts on PostgreSQL.

Administrator Ewa, moderator Magdalena, advocates Anna and Tomasz, and Teresa, the secretary of the Committee, on a
database where nobody else is: they are the electorate. What they see and press is Polish words.
"""

import pytest

from tests.browser import story_answer as answer
from tests.browser import story_beginning as beginning
from tests.browser import story_position as position
from tests.browser import story_practice as practice
from tests.browser import story_talk as talk
from tests.browser import story_vote as vote
from tests.browser.story_people import Story


@pytest.mark.database("sqlite")
def test_five_people_bring_a_question_to_the_committees_answer(app, open_page, clock, run_jobs):
    play(Story(app, clock, run_jobs, open_page, with_scripts=True))


@pytest.mark.database("postgresql")
def test_the_same_without_scripts(app, open_page, clock, run_jobs):
    play(Story(app, clock, run_jobs, open_page, with_scripts=False))


def play(story: Story) -> None:
    """All chapters, in order."""
    ewa = beginning.administrator_begins(story)
    magda = beginning.moderator_joins(story, ewa)
    anna = beginning.advocate_is_invited(story, magda)
    tomasz = beginning.advocate_applies(story, magda)
    teresa = beginning.secretary_is_invited(story, magda)

    talk.forum_gets_a_room(story, magda)
    talk.question_finds_its_answer(story, anna, tomasz)

    practice.practice_is_described_and_published(story, anna, magda)
    evidence = practice.practice_is_found(tomasz)

    position.position_is_written(tomasz, evidence)
    position.position_is_talked_over(story, tomasz, anna, evidence)

    vote.vote_is_opened(story, magda)
    vote.ballots_are_cast(anna, tomasz)
    vote.result_is_hidden_from(magda)
    vote.late_ballot_is_refused(story, anna)
    vote.result_is_confirmed(magda, teresa)

    answer.position_is_handed_over(story, magda)
    answer.committee_answers(story, teresa)
    answer.answer_is_read(story, anna)
