"""The demonstration, loaded once for the whole run and copied for each test, with a few things in every other state."""

import fcntl
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, select

from app.auth.actions.applying import apply_for_mandate, confirm_address
from app.auth.actions.inviting import Appointment, invite_person
from app.auth.actions.staff_roles import change_staff_roles
from app.auth.models import MandateApplication, User
from app.auth.one_time_links import make_link
from app.demo.loading import load_everything
from app.drafts.keeping import keep_draft
from app.extensions import db
from app.forum.actions.writing import edit_post
from app.forum.models import Post
from app.forum.text import written
from app.jobs.models import Job
from app.jobs.worker import run_all_jobs
from app.lib import clock
from app.positions.actions.drafting import delete_node
from app.positions.models import Position
from app.search.indexing import rebuild_index
from app.web.unit_of_work import unit_of_work
from tests.browser.story_beginning import PDF
from tests.databases import SETTINGS, Databases
from tests.factories import an_administrator
from tests.factories_positions import (
    a_draft,
    a_published_draft,
    a_ready_position,
    a_transmitted_position,
    an_adopted_position,
    node_called,
    write_all_answers,
)

APPLICANT = "nowa@jadow.example"
UNCONFIRMED = "ktos@jadow.example"
REVISED, READY, ADOPTED = "Szkic zmieniany po wydaniu", "Tekst gotowy do głosowania", "Stanowisko przed przekazaniem"


def copy_demonstration(databases: Databases, data_dir: Path) -> str:
    """Fill an empty DATA_DIR with database, files and index; the address of the database."""
    template = databases.shared / "demonstration"
    with (databases.shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            made = databases.new_folder()
            _make(databases, made)
            made.rename(template)
    shutil.copytree(template, data_dir, dirs_exist_ok=True)
    return f"sqlite:///{data_dir / 'glos.sqlite'}"


def _make(databases: Databases, folder: Path) -> None:
    from app import create_app

    address = databases.new_sqlite(folder)
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": address, "DATA_DIR": str(folder)})
    with app.app_context():
        load_everything(lambda line: None)
        with app.test_request_context("/"):
            _add_states()
        with unit_of_work() as session:
            session.execute(delete(Job).where(Job.kind == "index"))
        run_all_jobs()
        rebuild_index()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    # What still stands in the write-ahead log goes into the file, so that copying is enough.
    connection = sqlite3.connect(folder / "glos.sqlite")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def person(handle: str) -> User:
    """Somebody of the demonstration."""
    return db.session.scalars(select(User).where(User.handle == handle)).one()


def _add_states() -> None:
    """What the demonstration has not: applications, an edited post, drafts, a position at the committee, two administrators."""
    anna, magda, teresa = person("anna-kalinowska"), person("magdalena-siwek"), person("teresa-jablonowska")
    _an_application()
    invite_person(
        magda,
        role="advocate",
        email="zaproszona@klembow.example",
        name="Zaproszona Osoba",
        appointment=Appointment(unit_id="143405"),
    )
    post = db.session.scalars(select(Post).where(Post.author_id == anna.id, Post.number > 1)).first()
    edit_post(anna, post.id, post.lock_version, written(anna, post.source + "\n\nDopisek: sprawdziliśmy to u siebie."))
    keep_draft(
        anna,
        place="/forum/watek/1/odpowiedz",
        page="/forum",
        title="Twoja odpowiedź",
        fields={"body": ["U nas jest tak samo, dopiszę jutro."]},
    )
    a_draft(anna, title="Dojazd do pracy w małych gminach", matter="w sprawie dojazdu do pracy")
    _a_position_at_the_committee(person("grzegorz-molenda"), magda, teresa)
    _positions_before_a_step(anna, magda)
    change_staff_roles(an_administrator("Zofia Druga"), person("robert-czyz"), moderator=True, administrator=False)


def _an_application() -> None:
    for email in (APPLICANT, UNCONFIRMED):
        apply_for_mandate(
            email=email,
            name="Nowa Osoba",
            office_title="inspektor",
            unit_id="143404",
            valid_from=date(2026, 1, 15),
            file_name="zarządzenie 12.pdf",
            content=PDF,
        )
    application = db.session.scalars(select(MandateApplication).where(MandateApplication.email == APPLICANT)).one()
    confirm_address(make_link("confirm", APPLICANT, application.id))


def _a_position_at_the_committee(lead: User, moderator: User, secretary: User) -> Position:
    clock.set_to(clock.now() - timedelta(days=30))
    try:
        position = a_transmitted_position(
            lead=lead,
            moderator=moderator,
            secretary=secretary,
            public=True,
            title="Warsztaty w gminach bez zakładu",
            matter="w sprawie warsztatów w gminach bez zakładu",
        )
        write_all_answers(secretary, position)
    finally:
        clock.set_to(None)
    return position


def _positions_before_a_step(lead: User, moderator: User) -> None:
    """One whose draft can be given up, one whose vote can be opened, one that can be handed over."""
    clock.set_to(clock.now() - timedelta(days=20))
    try:
        revised = a_published_draft(lead, title=REVISED)
        delete_node(lead, revised, node_called(revised, "§ 2"))
        a_ready_position(lead, moderator=moderator, title=READY)
        an_adopted_position(lead, moderator=moderator, title=ADOPTED)
    finally:
        clock.set_to(None)
