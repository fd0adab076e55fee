"""From the table of fields to a form: which control a type gets, what it shows, what it sends back.

The form knows shapes only. Whether a value can be kept is asked of the record (`record.read_document`), so that a form
and an import refuse the same things with the same words.
"""

import re
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from app.lib.text_input import clean_text
from app.practices.forms.steps import STEPS, Step
from app.practices.record.fields import BY_NAME, Field
from app.practices.record.places import find_place, place_of
from app.practices.record.reading import Reader, read_document
from app.practices.record.rows import Cost, Rows
from app.practices.record.types import Choice, Kind, Markdown, Tags, Terms, Text, Unit
from app.practices.record.values import Bad
from app.territory.queries import match_unit
from app.vocabularies.queries import terms
from app.web.forms import VersionedForm

# A form has a method `summary`, so the control of that field is called otherwise.
CONTROL_NAMES = {"summary": "summary_text", "unit_id": "unit_name"}
BLANK_ROWS = 3
MOST_RADIOS = 10
_PLACE = re.compile(r"(?:\[(\d+)\])?(?:\.(\w+))?")


class Checkboxes(SelectMultipleField):  # type: ignore[misc]
    """Several of a list, as boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class RecordForm(VersionedForm):
    """One step of the record. Made by `form_for`, which gives it its fields and `step`."""

    step: Step
    units: list[Any] = []

    def __init__(self, document: Mapping[str, Any], **options: Any) -> None:
        super().__init__(data=_shown(self.step, document), **options)
        self.document = document
        self.units = []
        _fill_choices(self, self.step, document)
        for one in self.step.fields:
            if isinstance(one.type, Rows) and one.name != "photos":
                rows = self[one.name]
                wanted = max(BLANK_ROWS, len(document.get(one.name, ())) + 1)
                while not self.is_submitted() and len(rows) < wanted:
                    rows.append_entry()
                for row in rows:
                    _fill_columns(row.form, one.type)

    def add_row(self, name: str) -> None:
        """One more blank row; nothing that was typed is lost."""
        kind = BY_NAME[name].type if name in self.step.names else None
        if isinstance(kind, Rows):
            _fill_columns(self[name].append_entry().form, kind)

    def read(self) -> dict[str, Any] | None:
        """The values of this step as the record keeps them (empty ones as None), or None with errors at the fields."""
        values = {one.name: _sent(self, one) for one in self.step.fields if one.name != "photos"}
        reader = Reader(self._unit_code)
        document = read_document(values, reader)
        for problem in reader.problems:
            self._place_error(problem.field, problem.place, problem.message)
        if reader.problems:
            return None
        return {name: document.get(name) for name in values}

    def _unit_code(self, text: str) -> str:
        """The chosen line of the suggestions, a choice among those offered, or what the typed name means."""
        for code in (self.unit_choice.data, self.unit_code.data):
            place = find_place(code) if code else None
            if place is not None and (
                code == self.unit_choice.data or place.described == text or place.full_name == text
            ):
                return place.code
        match = match_unit(text)
        if match.unit is not None:
            return match.unit.code
        self.units = [place_of(unit) for unit in match.choices]
        self.unit_choice.choices = [SelectChoice(place.code, place.described) for place in self.units]
        if self.units:
            raise Bad(_("Several units may be meant. Choose one of those below."))
        raise Bad(_("There is no unit of that name in Mazowieckie. Type its name, such as Łochów or powiat ostrowski."))

    def summary(self) -> list[tuple[str, str]]:
        """As everywhere, but an error in a row leads to its cell."""
        lines = []
        for field in self:
            if isinstance(field, FieldList):
                lines += [(cell.id, message) for row in field for cell in row.form for message in cell.errors]
            else:
                lines += [(field.id, str(message)) for message in field.errors]
        return lines

    def _place_error(self, name: str, place: str, message: str) -> None:
        message = message[:1].upper() + message[1:]
        message += "" if message.endswith((".", "?", "!")) else "."
        field: Any = self[control_name(name)]
        found = _PLACE.match(place)
        if isinstance(field, FieldList) and found and found[2]:
            field.errors = [*field.errors, message]
            field = field[int(found[1] or 1) - 1].form[found[2]]
        field.errors = [*field.errors, message]


def control_name(name: str) -> str:
    """What the (first) control of a field of the record is called."""
    return CONTROL_NAMES.get(name, name)


def form_for(step: Step) -> type[RecordForm]:
    """The form class of a step."""
    return _CLASSES[step.number]


def _controls(one: Field) -> dict[str, Any]:
    kind = one.type
    if one.name == "photos":
        return {
            "photo": FileField(),
            "photo_alt": StringField(),
            "photo_author": StringField(),
            "photo_consent": BooleanField(),
            "photo_remove": BooleanField(),
        }
    if isinstance(kind, Unit):
        return {
            "unit_name": StringField(),
            "unit_code": HiddenField(),
            "unit_choice": RadioField(choices=[], validate_choice=False, coerce=_text_or_none),
        }
    if isinstance(kind, Cost):
        return {
            one.name: StringField(),
            f"{one.name}_price_year": StringField(),
            f"{one.name}_note": StringField(),
            f"{one.name}_unknown": BooleanField(),
        }
    if isinstance(kind, Rows):
        return {one.name: FieldList(FormField(_row_form(kind)))}
    return {control_name(one.name): _control(kind)}


def _control(kind: Kind) -> Any:
    if isinstance(kind, Terms):
        return Checkboxes(choices=[])
    if isinstance(kind, Choice):
        return RadioField(choices=[], validate_choice=False, coerce=_text_or_none)
    return TextAreaField() if isinstance(kind, (Markdown, Text)) else StringField()


def _row_form(rows: Rows) -> type[Form]:
    members: dict[str, Any] = {"Meta": _CleanedMeta}
    for column in rows.columns:
        members[column.name] = (
            SelectField(choices=[], validate_choice=False) if isinstance(column.type, Choice) else StringField()
        )
    return type("RowForm", (Form,), members)


class _CleanedMeta:
    def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
        filters = [lambda value: clean_text(value) if isinstance(value, str) else value]
        return unbound_field.bind(form=form, **{**options, "filters": filters})


def _text_or_none(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _fill_choices(form: RecordForm, step: Step, document: Mapping[str, Any]) -> None:
    """Labels and choices in the reader's language; a retired term stays choosable where it was chosen."""
    labels = {
        "unit_choice": _("Which unit?"),
        "photo": _("A photo"),
        "photo_alt": _("What the photo shows"),
        "photo_author": _("Who took it"),
        "photo_consent": _(
            "People who can be recognised agree to its publication, and I may give it away under CC BY 4.0"
        ),
        "photo_remove": _("Remove the photo"),
    }
    for one in step.fields:
        labels[control_name(one.name)] = one.label
        if isinstance(one.type, Cost):
            labels[f"{one.name}_price_year"] = _("Year of the prices")
            labels[f"{one.name}_note"] = _("What it does not include")
            labels[f"{one.name}_unknown"] = _("The cost was not established")
        if isinstance(one.type, (Choice, Terms)):
            chosen = document.get(one.name) or ()
            form[one.name].choices = _choices(one.type.vocabulary, chosen)
    for name, text in labels.items():
        if name in form:
            form[name].label.text = str(text)


def _fill_columns(row: Any, rows: Rows) -> None:
    for column in rows.columns:
        row[column.name].label.text = str(column.label)
        if isinstance(column.type, Choice):
            row[column.name].choices = [
                SelectChoice("", "–"),
                *_choices(column.type.vocabulary, row[column.name].data or ()),
            ]


def _choices(vocabulary: str, chosen: Any) -> list[SelectChoice]:
    kept = {chosen} if isinstance(chosen, str) else set(chosen)
    return [
        (term.slug, term.label())
        for term in terms(vocabulary, with_retired=True)
        if not term.retired or term.slug in kept
    ]


def _shown(step: Step, document: Mapping[str, Any]) -> dict[str, Any]:
    """What the controls show of a record."""
    shown: dict[str, Any] = {}
    for one in step.fields:
        value = document.get(one.name)
        if isinstance(one.type, Unit):
            place = find_place(value) if value else None
            shown["unit_name"] = place.described if place else (value or "")
            shown["unit_code"] = place.code if place else ""
        elif isinstance(one.type, Cost):
            shown |= _shown_cost(one.name, value or {})
        elif isinstance(one.type, Tags):
            shown[one.name] = ", ".join(value or ())
        elif one.name == "photos":
            first = value[0] if value else {}
            shown |= {"photo_alt": first.get("alt", ""), "photo_author": first.get("author", "")}
            shown["photo_consent"] = bool(first.get("consent"))
        elif isinstance(one.type, Rows):
            shown[one.name] = [{name: _as_typed(part) for name, part in row.items()} for row in value or ()]
        elif value is not None:
            shown[control_name(one.name)] = value if isinstance(value, list) else _as_typed(value)
    return shown


def _shown_cost(name: str, cost: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: _as_typed(cost.get("amount")),
        f"{name}_price_year": _as_typed(cost.get("year")),
        f"{name}_note": cost.get("note", ""),
        f"{name}_unknown": cost.get("band") == "nieustalone",
    }


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}".replace(".", ",") if isinstance(value, float) else str(value)


def _sent(form: RecordForm, one: Field) -> Any:
    """The loose value of a field as it was sent."""
    if isinstance(one.type, Unit):
        return form.unit_name.data
    if isinstance(one.type, Cost):
        return _sent_cost(form, one.name)
    if isinstance(one.type, Rows):
        return [dict(row.form.data) for row in form[one.name]]
    if isinstance(one.type, Choice) and form[one.name].data in (None, "None"):
        return None
    return form[control_name(one.name)].data


def _sent_cost(form: RecordForm, name: str) -> dict[str, Any]:
    amount, unknown = form[name].data, form[f"{name}_unknown"].data
    cost = {"amount": amount, "year": form[f"{name}_price_year"].data, "note": form[f"{name}_note"].data}
    if unknown and not (amount or "").strip():
        cost["band"] = "nieustalone"
    elif not (amount or "").strip():
        # A band that came with an import has no control of its own and must not be lost.
        kept = form.document.get(name, {})
        if "amount" not in kept and kept.get("band") not in (None, "nieustalone"):
            cost["band"] = kept["band"]
    return cost


_CLASSES = {
    step.number: type(
        f"Step{step.number}Form",
        (RecordForm,),
        {"step": step, **{name: control for one in step.fields for name, control in _controls(one).items()}},
    )
    for step in STEPS
}
