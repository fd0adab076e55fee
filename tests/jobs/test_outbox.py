"""The outbox: jobs are written with their change, done after it, and outlive every failure."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.jobs import Job, enqueue
from app.jobs import outbox as rows
from app.jobs.worker import one_by_one, run_due_jobs, sweep
from app.web import feature as features
from app.web.unit_of_work import unit_of_work
from tests.factories import an_administrator
from tests.pages import visit


@pytest.fixture
def handler(app, monkeypatch):
    """Jobs of the kind "try" are handed to `handler.work`; `handler.seen` are the batches."""

    class Handler:
        seen: list = []
        work = staticmethod(lambda payloads: None)

        def __call__(self, payloads):
            self.seen.append([payload["n"] for payload in payloads])
            self.work(payloads)

    one = Handler()
    one.seen = []
    extra = features.Feature(name="try", jobs={"try": one})
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    return one


def put(*numbers, **options):
    with unit_of_work():
        for number in numbers:
            enqueue("try", {"n": number}, **options)


def jobs():
    db.session.rollback()
    return list(db.session.scalars(select(Job).order_by(Job.id)))


def fail_on(*bad):
    def work(payloads):
        if any(payload["n"] in bad for payload in payloads):
            raise ValueError("anna.kalinowska@wasewo.example")

    return work


def test_change_that_fails_leaves_no_job(app):
    def fail():
        with unit_of_work():
            enqueue("try", {})
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert jobs() == []


def test_job_outside_a_unit_of_work_is_refused(app):
    with pytest.raises(RuntimeError):
        enqueue("try", {})


@pytest.mark.both_databases
def test_due_jobs_are_done_in_their_order_and_once(handler):
    put(1, 2, 3)
    assert run_due_jobs() == 3
    assert handler.seen == [[1, 2, 3]]
    assert all(job.done_at for job in jobs())
    assert run_due_jobs() == 0


def test_job_for_later_waits(handler, clock):
    put(1, due_at=clock.now() + timedelta(minutes=5))
    assert run_due_jobs() == 0
    clock.move(minutes=5)
    assert run_due_jobs() == 1


@pytest.mark.both_databases
def test_same_key_is_put_once(app):
    put(1, dedup_key="letter-1")
    put(2, dedup_key="letter-1")
    assert [job.payload for job in jobs()] == [{"n": 1}]


@pytest.mark.both_databases
def test_bad_job_does_not_hold_the_others_up(handler):
    handler.work = fail_on(2)
    put(1, 2, 3)
    run_due_jobs()
    assert [bool(job.done_at) for job in jobs()] == [True, False, True]
    assert handler.seen == [[1, 2, 3], [1], [2], [3]]


def test_jobs_that_cannot_be_taken_back_are_done_each_alone(app, handler, monkeypatch):
    done = []

    @one_by_one
    def send(payloads):
        assert len(payloads) == 1
        done.append(payloads[0]["n"])
        fail_on(2)(payloads)

    monkeypatch.setitem(app.extensions["features"][-1].jobs, "try", send)
    put(1, 2, 3)
    run_due_jobs()
    assert done == [1, 2, 3]
    assert [bool(job.done_at) for job in jobs()] == [True, False, True]


def test_failed_job_waits_longer_each_time_and_is_given_up_after_three_days(handler, clock):
    handler.work = fail_on(1)
    put(1)
    started, waits = clock.now(), []
    while not jobs()[0].given_up_at:
        before = clock.now()
        assert run_due_jobs() == 1
        if jobs()[0].given_up_at:
            break
        waits.append((jobs()[0].due_at - before).total_seconds() / 60)
        clock.set_to(jobs()[0].due_at)
    assert waits[:5] == [1, 5, 30, 120, 360]
    assert timedelta(days=3) <= clock.now() - started <= timedelta(days=3, hours=4)
    clock.move(days=30)
    assert run_due_jobs() == 0


def test_error_is_kept_by_its_kind_only(handler):
    handler.work = fail_on(1)
    put(1)
    run_due_jobs()
    assert jobs()[0].error == "ValueError"


def test_unknown_kind_waits_for_a_worker_that_knows_it(app):
    with unit_of_work():
        enqueue("of a later release", {})
    run_due_jobs()
    assert jobs()[0].done_at is None
    assert jobs()[0].error == "LookupError"


@pytest.mark.both_databases
def test_what_a_dead_worker_had_taken_is_done_by_the_next(handler, clock):
    put(1, 2)
    rows.lease_due_jobs()  # and dies
    assert run_due_jobs() == 0
    clock.move(seconds=121)
    assert run_due_jobs() == 2
    assert all(job.done_at for job in jobs())


@pytest.mark.both_databases
def test_killed_in_the_middle_of_its_work_nothing_is_lost(handler, clock):
    class Killed(BaseException):
        pass

    def work(_payloads):
        raise Killed

    handler.work = work
    put(1, 2, 3)
    with pytest.raises(Killed):
        run_due_jobs()
    db.session.remove()
    handler.work = lambda payloads: None
    clock.move(seconds=121)
    run_due_jobs()
    assert all(job.done_at for job in jobs())


@pytest.mark.both_databases
def test_late_worker_does_not_finish_what_another_has_taken(handler, clock):
    put(1)
    slow, taken = rows.lease_due_jobs()
    clock.move(seconds=121)
    rows.lease_due_jobs()
    assert not rows.hold(slow, taken[0].id)
    rows.finish(slow, [taken[0].id])
    rows.postpone(slow, taken[0].id, 1, ValueError())
    assert jobs()[0].done_at is None
    assert jobs()[0].error is None


@pytest.mark.both_databases
def test_two_workers_at_once_take_each_job_once(app, handler):
    put(*range(40))
    taken, start = [], threading.Barrier(4)

    def work():
        with app.app_context():
            start.wait()
            while found := rows.lease_due_jobs(limit=5)[1]:
                taken.extend(job.payload["n"] for job in found)
            db.session.remove()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(40))


def test_leases_are_given_back(handler):
    put(1)
    token, _ = rows.lease_due_jobs()
    rows.give_back(token)
    assert run_due_jobs() == 1


def test_worker_that_stops_gives_back_what_it_has_not_begun(handler):
    handler.__class__._one_by_one = True
    put(1, 2, 3)
    assert run_due_jobs(stopping=lambda: len(handler.seen) == 1) == 3
    assert [(job.done_at is None, job.attempts, job.leased_until) for job in jobs()[1:]] == [(True, 0, None)] * 2
    assert run_due_jobs() == 2


def test_idle_worker_takes_no_write_turn(app, queries):
    queries.clear()
    run_due_jobs()
    assert [one.split()[0] for one in queries] == ["SELECT"]


def test_sweep_forgets_what_was_done_a_week_ago(handler, clock):
    handler.work = fail_on(2)
    put(1, 2)
    run_due_jobs()
    clock.move(days=8)
    sweep()
    assert [job.payload["n"] for job in jobs()] == [2]


def test_failing_housekeeping_does_not_stop_the_rest(app, monkeypatch):
    ran = []

    def broken():
        raise RuntimeError

    extra = features.Feature(name="try", sweeps=(broken, lambda: ran.append(1)))
    monkeypatch.setitem(app.extensions, "features", (*app.extensions["features"], extra))
    sweep()
    assert ran == [1]


# For the administrator


def test_administrator_sees_a_failed_job_and_tries_it_again(handler, sign_in_as):
    handler.work = fail_on(1)
    put(1)
    run_due_jobs()
    page = visit(sign_in_as(an_administrator()), "/administracja/zadania")
    assert "nieudane, będzie ponowione (ValueError)" in page.main.text
    handler.work = lambda payloads: None
    page.form(action=f"/administracja/zadania/{jobs()[0].id}/ponownie").submit()
    assert run_due_jobs() == 1
    assert jobs()[0].done_at


def test_job_that_is_not_there_cannot_be_tried_again(sign_in_as):
    client = sign_in_as(an_administrator())
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    answer = client.post("/administracja/zadania/12345/ponownie", data={"csrf_token": token})
    assert answer.status_code == 404


def test_administrator_reads_a_letter_with_its_link(app, sign_in_as, run_jobs, client):
    from tests.factories import PASSWORD, a_user

    user = a_user(password=PASSWORD)
    visit(client, "/haslo/nowe").form("Przyślij odnośnik").submit(email=user.email)
    run_jobs()
    admin = sign_in_as(an_administrator())
    letter = visit(admin, "/administracja/poczta").link("Nowe hasło do Wspólnego Głosu").follow()
    found = [node["href"] for node in letter.main.find_all("a") if "/haslo/" in node.get("href")]
    assert len(found) == 1
    assert letter.response.headers["Cache-Control"] == "no-store"
    visit(client, found[0].removeprefix("http://localhost"))


@pytest.mark.parametrize("name", ["../secret", "..%2fsecret", "secret", "x.eml", "%00.eml", "0" * 32 + ".eml"])
def test_no_other_file_is_read_as_a_letter(sign_in_as, name):
    assert sign_in_as(an_administrator()).get(f"/administracja/poczta/{name}").status_code in (400, 404)
