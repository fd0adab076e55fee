"""The table of fields: code name, label, help, type, need, short card, facet, weight in the search.

Needs: "card" to publish the short card, "full" for the full description, "" optional, "system" set by the service.
The numbers and the Polish wording of labels and help follow the study of the record; labels live in the catalogue.
"""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from app.practices.record.rows import Column, Cost, Lines, Offer, Parts, Rows
from app.practices.record.types import (
    Address,
    Choice,
    Day,
    Email,
    Flag,
    Kind,
    Line,
    Markdown,
    Month,
    Number,
    Tags,
    Terms,
    Text,
    Unit,
    Units,
)

CARD, FULL, OPTIONAL, SYSTEM = "card", "full", "", "system"


@dataclass(frozen=True)
class Field:
    """One field of the record. `weight` A–D as in the study, empty where it is not searched."""

    name: str
    label: LazyString
    help: LazyString
    type: Kind
    need: str = OPTIONAL
    short: bool = False
    facet: str = ""
    weight: str = ""

    @property
    def advice(self) -> tuple[int, int] | None:
        """The lengths, or the number of values, that the template asks for."""
        return getattr(self.type, "advice", None)

    @property
    def is_markdown(self) -> bool:
        return isinstance(self.type, Markdown)


def _note() -> Column:
    return Column("note", _l("Note"), Text(20_000), wide=True)


LEGAL_BASIS = Rows(
    (
        Column("act", _l("Act"), Line(400), wide=True),
        Column("article", _l("Article"), Line(120)),
        Column("state_date", _l("Checked as of"), Day()),
        _note(),
    ),
    main="act",
)
STEPS = Rows(
    (
        Column("step", _l("Step"), Text(1_000), wide=True),
        Column("who", _l("Who"), Line(300)),
        Column("weeks", _l("Weeks"), Number(or_text=True)),
        _note(),
    ),
    main="step",
    advice=(1, 12),
)
BUILDING_BLOCKS = Rows(
    (
        Column("name", _l("Name"), Line(300)),
        Column("conditions", _l("Conditions"), Text(1_000)),
        Column("lesson", _l("Lesson"), Text(1_000)),
        _note(),
    ),
    main="name",
)
PARTNERS = Rows(
    (
        Column("name", _l("Name"), Line(300)),
        Column("kind", _l("Kind"), Choice("entity", fallback="inne")),
        Column("role", _l("Role"), Line(500)),
        _note(),
    ),
    main="name",
)
FUNDING = Rows(
    (
        Column("source", _l("Source"), Choice("funding")),
        Column("amount", _l("Amount (PLN)"), Number(money=True)),
        Column("share", _l("Share (%)"), Number()),
        _note(),
    ),
)
RESULTS = Rows(
    (
        Column("indicator", _l("Indicator"), Choice("indicator", fallback="inne")),
        Column("value", _l("Value"), Number(lowest=None)),
        Column("unit", _l("Unit of measure"), Line(120)),
        Column("period", _l("Period"), Line(120)),
        Column("source", _l("Source"), Line(500)),
        Column("kind", _l("Kind of result"), Choice("result_kind")),
        _note(),
    ),
)
EVIDENCE = Rows(
    (
        Column("kind", _l("Kind"), Choice("evidence", fallback="inne")),
        Column("label", _l("What it is"), Line(400)),
        Column("link", _l("Address"), Address()),
        Column("file", _l("File"), Line(200)),
        _note(),
    ),
    main="label",
)
BARRIERS = Rows(
    (
        Column("barrier", _l("Barrier"), Text(1_000)),
        Column("answer", _l("How it was overcome"), Text(1_000)),
        _note(),
    ),
    main="barrier",
)
CONDITIONS = Parts(
    (
        Column("unit_kinds", _l("Kinds of units"), Terms("unit_kind")),
        Column("population_bands", _l("Inhabitants"), Terms("population")),
        Column("cost_band", _l("Cost"), Choice("cost")),
        Column("partners", _l("Partners needed"), Terms("entity")),
        Column("infrastructure", _l("Infrastructure needed"), Text(1_000)),
        _note(),
    ),
)
DOCUMENTS = Rows(
    (
        Column("kind", _l("Kind"), Choice("doc", fallback="inne")),
        Column("name", _l("Name"), Line(300)),
        Column("state_date", _l("Legal state as of"), Day()),
        Column("licence", _l("Licence"), Line(120)),
        Column("editable", _l("Editable"), Flag()),
        Column("change", _l("What to change"), Text(1_000)),
        Column("link", _l("Address"), Address()),
        Column("file", _l("File"), Line(200)),
        _note(),
    ),
    main="name",
)
PHOTOS = Rows(
    (
        Column("file", _l("File"), Line(200)),
        Column("alt", _l("What the photo shows"), Line(500)),
        Column("author", _l("Author"), Line(200)),
        Column("licence", _l("Licence"), Line(120)),
        Column("consent", _l("Consent of the people shown"), Flag()),
        _note(),
    ),
    main="file",
    advice=(0, 8),
)
VIDEO = Parts(
    (Column("address", _l("Address"), Address()), Column("transcript", _l("Subtitles or transcript"), Flag()), _note()),
    main="address",
)
LINKS = Rows(
    (Column("label", _l("Name"), Line(300)), Column("address", _l("Address"), Address()), _note()), main="address"
)
OFFER = Offer(
    (Column("choice", _l("Offer"), Choice("visit_offer")), Column("note", _l("Note"), Line(1_000))),
    vocabulary="visit_offer",
)
RELATED = Rows((Column("kind", _l("Kind"), Line(40)), Column("ref", _l("Reference"), Line(300)), _note()), main="ref")

FIELDS: tuple[Field, ...] = (
    Field("title", _l("Title"), _l("Say what was done and where, without names of projects or slogans."), Line(300, (20, 120)), CARD, True, "", "A"),
    Field("summary", _l("In short"), _l("Three sentences: problem, action, effect. This text stands in the list."), Text(5_000, (150, 500)), CARD, True, "", "A"),
    Field("kind", _l("Kind of entry"), _l("Choose “lesson from failure” if the action was broken off or had no effect."), Choice("entry_kind"), CARD, True, "kind_of_entry"),
    Field("unit_id", _l("Leading unit"), _l("The municipality or county in which the practice works."), Unit(), CARD, True, "unit", "B"),
    Field("area_note", _l("Area"), _l("Fill in if the practice covers a part of the municipality, or several of them."), Line(500, (0, 200)), OPTIONAL, False, "", "C"),
    Field("extra_units", _l("Other units"), _l("Add all local authorities that take part."), Units(), OPTIONAL, False, "unit", "C"),
    Field("population_band", _l("Inhabitants"), _l("Size of the unit."), Choice("population"), SYSTEM, False, "population"),
    Field("operator_name", _l("Who does it"), _l("The full name; no personal data."), Line(500), CARD, True, "", "A"),
    Field("entity_kind", _l("Kind of entity"), _l("Choose the form from the act; for an office choose local government."), Terms("entity"), CARD, True, "entity", "B"),
    Field("ps_status", _l("Status of a social enterprise"), _l("Check in the register of social enterprises."), Choice("ps_status"), OPTIONAL, False, "ps_status"),
    Field("themes", _l("Themes"), _l("The most important one first, three at most."), Terms("theme", (1, 3)), CARD, True, "theme", "B"),
    Field("target_groups", _l("Target groups"), _l("Who benefits; not who does the work."), Terms("group"), CARD, True, "group", "B"),
    Field("instruments", _l("Instruments"), _l("Legal and organisational tools that the local authority used."), Terms("instrument"), CARD, True, "instrument", "B"),
    Field("legal_basis", _l("Basis in law"), _l("Give act, article and the day as of which the law was checked."), LEGAL_BASIS, FULL, False, "", "C"),
    Field("problem", _l("Problem and starting point"), _l("How was it before? Give figures if there are any."), Markdown(20_000, (300, 1_500)), FULL, False, "", "B"),
    Field("solution", _l("What was done"), _l("Describe it so that a stranger could repeat it."), Markdown(20_000, (500, 4_000)), FULL, False, "", "B"),
    Field("steps", _l("Step by step"), _l("Twelve steps at most; for each who and how long."), STEPS, FULL, False, "", "C"),
    Field("building_blocks", _l("Parts to use separately"), _l("What can be taken over without the rest?"), BUILDING_BLOCKS, OPTIONAL, False, "", "B"),
    Field("partners", _l("Partners and roles"), _l("Who is responsible for what."), PARTNERS, OPTIONAL, False, "partner", "C"),
    Field("started_on", _l("Beginning"), _l("The month it began, such as 2024-05, or only the year."), Month(), CARD, True, "year"),
    Field("ended_on", _l("End"), _l("Leave empty if the practice goes on."), Month(), OPTIONAL, True),
    Field("maturity", _l("Stage of maturity"), _l("Judge today, not the plans."), Choice("maturity"), CARD, True, "maturity"),
    Field("prep_months", _l("Months of preparation"), _l("From the decision to the first day."), Number(whole=True), FULL, False, "prep_time"),
    Field("cost_start", _l("Cost to start"), _l("Gross, without the work of people who are employed anyway; say what is not included."), Cost(), FULL, False, "cost_start"),
    Field("cost_year", _l("Cost of a year"), _l("Gross amount of one year of running it."), Cost(), FULL, False, "cost_year"),
    Field("funding", _l("Sources of money"), _l("Budget of the local authority, EU funds, PFRON, Labour Fund, income, donations."), FUNDING, FULL, False, "funding", "C"),
    Field("staff_fte", _l("Posts needed at the office"), _l("How much work does it need from the office? In posts, such as 0.5."), Number(or_text=True)),
    Field("results", _l("Results"), _l("Only figures that you can prove."), RESULTS, CARD, True, "indicator"),
    Field("evidence", _l("Evidence"), _l("Add the source of every important figure."), EVIDENCE, FULL, False, "evidence", "D"),
    Field("success_factors", _l("What helped"), _l("Conditions without which it would not have worked."), Lines(advice=(1, 6)), FULL, False, "", "C"),
    Field("barriers", _l("Barriers and how they were overcome"), _l("Also those that were not."), BARRIERS, FULL, False, "", "C"),
    Field("lessons", _l("What we learned"), _l("What would you do differently? Required for lessons from failure."), Markdown(20_000, (200, 1_500)), FULL, False, "", "B"),
    Field("transfer_conditions", _l("Whom it is for"), _l("Mark the conditions that are necessary; describe the rest."), CONDITIONS, FULL, False, "transfer"),
    Field("transfer_note", _l("How to move it to another municipality"), _l("Where to begin, what can be left out."), Markdown(20_000, (0, 1_500)), FULL, False, "", "B"),
    Field("documents", _l("Documents to use"), _l("Remove personal data and signatures before sending."), DOCUMENTS, OPTIONAL, False, "doc", "D"),
    Field("photos", _l("Photos"), _l("A description is required; photos of people need their consent."), PHOTOS, OPTIONAL, False, "", "D"),
    Field("video", _l("Film"), _l("Only with subtitles or a transcript."), VIDEO),
    Field("links", _l("Pages"), _l("Page of the entity, announcements, resolutions."), LINKS, OPTIONAL, False, "", "D"),
    Field("contact_role", _l("Contact: post"), _l("Give a post and an office, not a private person."), Line(300), FULL),
    Field("contact_email", _l("Contact: e-mail"), _l("An office address, not a private one."), Email(), OPTIONAL),
    Field("contact_phone", _l("Contact: telephone"), _l("An office number, not a private one."), Line(60), OPTIONAL),
    Field("visit_offer", _l("Study visit or mentoring"), _l("Will you receive guests?"), OFFER, OPTIONAL, False, "visit"),
    Field("tags", _l("Keywords"), _l("Only what the lists do not have; separate them with commas."), Tags(advice=(0, 8)), OPTIONAL, False, "tag", "B"),
    Field("etr_summary", _l("Easy-to-read summary"), _l("Short sentences, no difficult words."), Text(5_000, (0, 600)), OPTIONAL, False, "", "C"),
    Field("related", _l("Related"), _l("Practices, topics, positions, documents."), RELATED),
    Field("licence", _l("Licence"), _l("By publishing you agree to the licence CC BY 4.0."), Choice("licence")),
    Field("source_note", _l("Source of the description"), _l("Where the description comes from, if not from those who do it."), Text(2_000), OPTIONAL, False, "", "D"),
)  # fmt: skip

BY_NAME: dict[str, Field] = {one.name: one for one in FIELDS}
SET_BY_SYSTEM = ("unit_kind", "quality", "completeness", "adoptions", "version")
