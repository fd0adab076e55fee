"""Who hears of what: answers, mentions, solutions, decisions; each once, and only of what they may read."""

from app.forum.actions.answers import accept_answer
from app.forum.actions.following import watch_topic
from app.forum.actions.moderating import hide_post, hide_topic, lock_topic, restore_post
from app.forum.actions.writing import edit_post
from app.forum.text import quotation, written
from app.notifications.models import Notification
from app.notifications.queries import count_unread, unread_lines
from tests.factories_forum import a_category, a_forum_moderator, a_person, a_reply, a_topic, posts_of
from tests.pages import visit


def titles(person):
    return [str(line.title).replace("\xa0", " ") for _row, line in unread_lines(person)]


def test_author_hears_of_answers_once_per_topic(run_jobs, session):
    author = a_person("Anna Kalinowska")
    topic = a_topic(author, title="Dowóz")
    a_reply(topic, a_person("Marek Gajda"))
    run_jobs()
    assert titles(author) == ["Marek Gajda odpowiada Ci w wątku „Dowóz”"]
    a_reply(topic)
    a_reply(topic)
    run_jobs()
    assert titles(author) == ["3 nowe odpowiedzi w wątku „Dowóz”"]
    assert count_unread(author.id) == 1


def test_nobody_hears_of_their_own_deed(run_jobs):
    author = a_person(handle="ja")
    topic = a_topic(author, body="Sam @ja siebie")
    a_reply(topic, author, "I jeszcze raz @ja")
    run_jobs()
    assert titles(author) == []


def test_watchers_hear_and_others_do_not(run_jobs):
    author, watcher, muted, bystander = a_person(), a_person(), a_person(), a_person()
    topic = a_topic(author, title="Dowóz")
    watch_topic(watcher, topic.id, "watching")
    watch_topic(muted, topic.id, "muted")
    a_reply(topic, a_person("Marek Gajda"))
    run_jobs()
    assert titles(watcher) == ["Marek Gajda odpowiada w obserwowanym wątku „Dowóz”"]
    assert titles(muted) == titles(bystander) == []


def test_quoted_person_hears_of_the_answer(run_jobs):
    author, quoted = a_person(), a_person("Halina Sobieraj")
    topic = a_topic(author, title="Uchwała")
    post = a_reply(topic, quoted, "Uchwała jest potrzebna.")
    watch_topic(quoted, topic.id, "normal")
    run_jobs()
    body = quotation(topic.id, post.number, "Halina Sobieraj", post.source) + "Na pewno?"
    a_reply(topic, a_person("Jan Nowak"), body)
    run_jobs()
    assert titles(quoted) == ["Jan Nowak odpowiada Ci w wątku „Uchwała”"]


def test_mentioned_watcher_gets_one_notice(run_jobs):
    author = a_person(handle="anna-k")
    topic = a_topic(author, title="Dowóz")
    post = a_reply(topic, a_person("Marek Gajda", handle="marek"), "@anna-k, a @anna-k policzyła?")
    run_jobs()
    assert titles(author) == ["Marek Gajda wspomina o Tobie w wątku „Dowóz”"]
    marek = post.author
    text = written(marek, "@anna-k, czy już policzone?")
    edit_post(marek, post.id, posts_of(topic.id)[1].lock_version, text)
    run_jobs()
    assert count_unread(author.id) == 1
    assert titles(author) == ["Marek Gajda wspomina o Tobie w wątku „Dowóz”"]


def test_person_named_in_an_edit_hears_of_it(run_jobs):
    named, author = a_person(handle="nowa-osoba"), a_person("Jan Nowak")
    topic = a_topic(author, title="Dowóz")
    post = posts_of(topic.id)[0]
    edit_post(author, post.id, post.lock_version, written(author, "Zapytajmy @nowa-osoba"), title=topic.title, tags=[])
    run_jobs()
    assert titles(named) == ["Jan Nowak wspomina o Tobie w wątku „Dowóz”"]


def test_who_may_not_read_hears_nothing(run_jobs, session):
    moderator, outsider = a_forum_moderator(), a_person(handle="obca-osoba")
    topic = a_topic(moderator, a_category(by=moderator, readers="committee"), body="Co na to @obca-osoba?")
    run_jobs()
    assert session.query(Notification).filter_by(recipient_id=outsider.id).count() == 0
    assert topic.id


def test_opening_the_topic_marks_its_notices_read(run_jobs, sign_in_as):
    author = a_person(handle="autorka")
    topic = a_topic(author)
    other = a_topic(author)
    a_reply(topic, a_person(), "Tak, @autorka")
    a_reply(topic)
    a_reply(other)
    run_jobs()
    assert count_unread(author.id) == 3
    viewer = sign_in_as(author)
    visit(viewer, f"/forum/watek/{topic.id}")
    assert count_unread(author.id) == 1


def test_notice_that_came_after_reading_vanishes_at_the_next_opening(run_jobs, sign_in_as):
    author = a_person()
    topic = a_topic(author)
    a_reply(topic)
    viewer = sign_in_as(author)
    visit(viewer, f"/forum/watek/{topic.id}")
    run_jobs()
    assert count_unread(author.id) == 1
    visit(viewer, f"/forum/watek/{topic.id}")
    assert count_unread(author.id) == 0


def test_jobs_done_twice_tell_once(run_jobs, session):
    from app.jobs.models import Job
    from app.web.unit_of_work import unit_of_work

    author = a_person(handle="dwa-razy")
    a_reply(a_topic(author, title="Dowóz"), a_person("Marek Gajda"))
    a_topic(a_person(), body="@dwa-razy")
    run_jobs()
    with unit_of_work() as work:
        for job in work.query(Job).filter_by(kind="notice"):
            job.done_at = None
    run_jobs()
    assert count_unread(author.id) == 2
    assert [row.count for row, _line in unread_lines(author)] == [1, 1]


def test_hidden_things_leave_the_notices(run_jobs):
    author, moderator = a_person(handle="autorka"), a_forum_moderator()
    topic = a_topic(author, title="Dowóz")
    mention = a_reply(topic, body="@autorka patrz")
    answer = a_reply(topic)
    run_jobs()
    assert count_unread(author.id) == 2
    hide_post(moderator, mention.id, "Dane osoby prywatnej")
    hide_post(moderator, answer.id, "Dane osoby prywatnej")
    run_jobs()
    assert count_unread(author.id) == 0
    watcher = a_person()
    watch_topic(watcher, topic.id, "watching")
    a_reply(topic)
    run_jobs()
    assert len(titles(watcher)) == 1
    hide_topic(moderator, topic.id, "Reklama")
    run_jobs()
    assert titles(watcher) == []
    assert count_unread(watcher.id) == 0


def test_author_learns_what_moderators_decided_and_why(run_jobs):
    author, moderator = a_person(), a_forum_moderator()
    topic = a_topic(author, title="Dowóz")
    post = a_reply(topic, author, "Telefon: 123")
    hide_post(moderator, post.id, "Dane osoby prywatnej, zasada 4")
    run_jobs()
    [(_row, line)] = unread_lines(author)
    assert line.title == "Moderator ukrył Twój wpis"
    assert "Dane osoby prywatnej, zasada 4" in str(line.detail).replace("\xa0", " ")
    restore_post(moderator, post.id, "Pomyłka")
    lock_topic(moderator, topic.id, "Wyczerpane")
    run_jobs()
    assert sorted(titles(author)) == ["Moderator przywrócił Twój wpis", "Moderator zamknął Twój wątek"]


def test_who_solved_it_hears_of_it(run_jobs):
    author, helper = a_person(), a_person()
    topic = a_topic(author, title="Dowóz")
    post = a_reply(topic, helper)
    accept_answer(author, topic.id, post.number)
    run_jobs()
    assert "Twoja odpowiedź jest rozwiązaniem w wątku „Dowóz”" in titles(helper)


def test_lines_of_all_kinds_need_one_query(run_jobs, queries):
    author = a_person(handle="autorka")
    for number in range(4):
        topic = a_topic(author, title=f"Wątek {number}")
        a_reply(topic)
        a_reply(topic, body="@autorka")
    run_jobs()
    assert author.is_member
    assert not author.is_committee_member
    queries.clear()
    assert len(unread_lines(author)) == 8
    assert len(queries) == 2, list(queries)  # the notices, and what both kinds are about
