"""Bringing the lists into the database."""

from sqlalchemy import select

from app.extensions import db
from app.vocabularies import queries
from app.vocabularies.models import Term
from app.vocabularies.reference import term_rows
from app.web.unit_of_work import unit_of_work


def load_vocabularies() -> int:
    """Add new terms and bring changed labels up to date; how many were touched. Running it twice changes nothing.

    A term that is no longer in the file stays: slugs are never taken back, a moderator retires a term.
    """
    touched = 0
    with unit_of_work() as session:
        known = {(term.kind, term.slug): term for term in session.scalars(select(Term))}
        for row in term_rows():
            term = known.get((row["kind"], row["slug"]))
            if term is None:
                session.add(Term(**row))
                touched += 1
                continue
            changed = {name: value for name, value in row.items() if getattr(term, name) != value}
            for name, value in changed.items():
                setattr(term, name, value)
            touched += bool(changed)
    queries.forget()
    db.session.expire_all()
    return touched
