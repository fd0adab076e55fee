"""People: accounts, sessions, staff roles, one-time links, mandates (appointments of advocates), seats, applications."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base
from app.lib import clock
from app.lib.polish import sort_key
from app.territory.models import Unit
from app.web.columns import Created, UTCDateTime

ADVOCATE, DEPUTY, COMMITTEE, MODERATOR, ADMINISTRATOR = "advocate", "deputy", "committee", "moderator", "administrator"
ACTIVE = "active"
PENDING, CONFIRMED, REFUSED = "pending", "confirmed", "refused"


class User(Created, Base):
    """An account. What a person may do follows from mandates, seats and the two staff marks."""

    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(300), default="", index=True)
    handle: Mapped[str] = mapped_column(String(60), unique=True)  # for @mentions: anna-kalinowska
    office_title: Mapped[str] = mapped_column(String(80), default="")  # as the person chose: rzecznik, rzeczniczka …
    about: Mapped[str] = mapped_column(Text, default="")
    password_hash: Mapped[str | None] = mapped_column(String(255))
    is_moderator: Mapped[bool] = mapped_column(default=False)
    is_administrator: Mapped[bool] = mapped_column(default=False)
    is_demo: Mapped[bool] = mapped_column(default=False)
    listed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)  # consent to stand in the directory
    blocked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    lock_version: Mapped[int] = mapped_column(default=1)

    held_mandates: Mapped[list["Mandate"]] = relationship(foreign_keys="Mandate.person_id", back_populates="person")
    deputised_mandates: Mapped[list["Mandate"]] = relationship(
        foreign_keys="Mandate.deputy_id", back_populates="deputy"
    )
    seats: Mapped[list["CommitteeSeat"]] = relationship(foreign_keys="CommitteeSeat.person_id", back_populates="person")

    __mapper_args__ = {"version_id_col": lock_version}

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return self.blocked_at is None and self.erased_at is None

    def get_id(self) -> str:
        return str(self.id)

    @property
    def mandates(self) -> list["Mandate"]:
        """Mandates in force that this person holds or deputises, own ones first."""
        return [one for one in (*self.held_mandates, *self.deputised_mandates) if one.is_in_force]

    @property
    def is_advocate(self) -> bool:
        return any(mandate.is_in_force for mandate in self.held_mandates)

    @property
    def is_deputy(self) -> bool:
        return any(mandate.is_in_force for mandate in self.deputised_mandates)

    @property
    def current_seats(self) -> list["CommitteeSeat"]:
        return [seat for seat in self.seats if seat.is_current]

    @property
    def is_committee_member(self) -> bool:
        return bool(self.current_seats)

    @property
    def is_secretary(self) -> bool:
        return any(seat.is_secretary for seat in self.current_seats)

    @property
    def is_staff(self) -> bool:
        return self.is_moderator or self.is_administrator or self.is_committee_member

    @property
    def is_member(self) -> bool:
        """Whether the person has any part in the network; an account whose mandate has ended only reads."""
        return self.is_advocate or self.is_deputy or self.is_staff

    @property
    def place(self) -> str:
        """What stands beside the name: the unit of the first mandate, the committee, or MCPS."""
        for mandate in self.mandates:
            return mandate.unit.full_name
        return "MCPS" if self.is_moderator or self.is_administrator else ""


@event.listens_for(User, "before_insert")
@event.listens_for(User, "before_update")
def _keep_name_key(_mapper: object, _connection: object, user: User) -> None:
    surname_first = " ".join(reversed(user.name.rsplit(" ", 1)))
    user.name_key = sort_key(surname_first)


class Visitor:
    """Who is not signed in: may read what is public."""

    id = None
    name = handle = office_title = place = email = ""
    is_authenticated = is_active = False
    is_anonymous = True
    is_moderator = is_administrator = is_committee_member = is_secretary = False
    is_advocate = is_deputy = is_staff = is_member = False
    mandates: tuple["Mandate", ...] = ()
    seats = current_seats = held_mandates = deputised_mandates = ()

    def get_id(self) -> None:
        return None


class UserSession(Created, Base):
    """A sign-in on one device; the cookie holds only the token whose hash stands here."""

    __tablename__ = "user_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)  # password last given
    browser: Mapped[str] = mapped_column(String(80), default="")
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    user: Mapped[User] = relationship()


class KnownDevice(Created, Base):
    """A browser from which a person has signed in; its own cookie outlives the session."""

    __tablename__ = "known_devices"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)


class StaffRoleChange(Base):
    """The two staff marks that an administrator wants for a person; another administrator confirms or refuses."""

    __tablename__ = "staff_role_changes"
    __table_args__ = (
        Index(
            "uq_staff_role_changes_pending",
            "person_id",
            unique=True,
            postgresql_where=text("state = 'pending'"),
            sqlite_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    moderator: Mapped[bool] = mapped_column()
    administrator: Mapped[bool] = mapped_column()
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    state: Mapped[str] = mapped_column(String(12), default=PENDING)  # pending, confirmed, refused
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[User] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id])


class OneTimeLink(Created, Base):
    """A link sent by e-mail: bound to a purpose and an address, used once, by a button and not by opening it."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(String(20))  # reset, confirm, invite, set_password
    email: Mapped[str] = mapped_column(String(254))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    subject_id: Mapped[int | None] = mapped_column()  # user, application or invitation, by purpose
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class AuthorityDocument(Created, Base):
    """The paper by which a unit appoints its advocate; kept outside the code, given out to staff and the person only."""

    __tablename__ = "authority_documents"

    id: Mapped[int] = mapped_column(primary_key=True)
    stored_name: Mapped[str] = mapped_column(String(80), unique=True)
    original_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column()
    sha256: Mapped[str] = mapped_column(String(64))


class Mandate(Created, Base):
    """The appointment of an advocate by a unit; votes and signatures belong to it, not to the account."""

    __tablename__ = "mandates"
    __table_args__ = (
        Index(
            "uq_mandates_active_seat",
            "unit_id",
            "seat_no",
            unique=True,
            postgresql_where=text("state = 'active'"),
            sqlite_where=text("state = 'active'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    seat_no: Mapped[int] = mapped_column(default=1)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    valid_from: Mapped[date] = mapped_column()
    valid_to: Mapped[date | None] = mapped_column()
    state: Mapped[str] = mapped_column(String(12), default=ACTIVE)  # proposed, active, suspended, ended
    document_id: Mapped[int | None] = mapped_column(ForeignKey("authority_documents.id"))
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    lock_version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="joined")
    person: Mapped[User] = relationship(foreign_keys=[person_id], back_populates="held_mandates")
    deputy: Mapped[User | None] = relationship(foreign_keys=[deputy_id], back_populates="deputised_mandates")
    document: Mapped[AuthorityDocument | None] = relationship()

    __mapper_args__ = {"version_id_col": lock_version}

    @property
    def is_in_force(self) -> bool:
        """Active today, by Warsaw's calendar."""
        today = clock.today()
        return self.state == ACTIVE and self.valid_from <= today and (self.valid_to is None or today <= self.valid_to)


class CommitteeSeat(Created, Base):
    """A seat in the regional committee: constituency (act of 5 August 2022, art. 57) and term (art. 56)."""

    __tablename__ = "committee_seats"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    constituency: Mapped[str] = mapped_column(String(60))  # slug of the vocabulary "constituency"
    term_from: Mapped[date] = mapped_column()
    term_to: Mapped[date | None] = mapped_column()
    is_secretary: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default=ACTIVE)

    person: Mapped[User] = relationship(foreign_keys=[person_id], back_populates="seats")

    @property
    def is_current(self) -> bool:
        today = clock.today()
        return self.state == ACTIVE and self.term_from <= today and (self.term_to is None or today <= self.term_to)


class Invitation(Created, Base):
    """MCPS asks a person in: as advocate or deputy of a unit, committee member, or moderator."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[str | None] = mapped_column(ForeignKey("units.code"))
    valid_from: Mapped[date | None] = mapped_column()
    valid_to: Mapped[date | None] = mapped_column()
    constituency: Mapped[str | None] = mapped_column(String(60))
    is_secretary: Mapped[bool] = mapped_column(default=False)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    unit: Mapped[Unit | None] = relationship()
    invited_by: Mapped[User] = relationship(foreign_keys=[invited_by_id])


class MandateApplication(Created, Base):
    """A person applies with unit and appointment document; a moderator confirms or refuses with a reason."""

    __tablename__ = "mandate_applications"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[str] = mapped_column(String(120))
    office_title: Mapped[str] = mapped_column(String(80), default="")
    unit_id: Mapped[str] = mapped_column(ForeignKey("units.code"))
    valid_from: Mapped[date] = mapped_column()
    document_id: Mapped[int] = mapped_column(ForeignKey("authority_documents.id"))
    state: Mapped[str] = mapped_column(String(16), default="unconfirmed")  # unconfirmed, submitted, confirmed, refused
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    reason: Mapped[str | None] = mapped_column(Text)
    lock_version: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship()
    document: Mapped[AuthorityDocument] = relationship()

    __mapper_args__ = {"version_id_col": lock_version}


class PersonMessage(Created, Base):
    """A message to a listed advocate, sent through the application so that no address is shown."""

    __tablename__ = "person_messages"
    __table_args__ = (UniqueConstraint("sender_id", "submission_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recipient_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submission_id: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
