"""Forms for opening a position and writing its text."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.lib import limits
from app.positions.forms.fields import filled, one_line
from app.web.forms import BaseForm, VersionedForm, no_longer_than

KINDS = (("stanowisko", _l("Position")), ("apel", _l("Appeal")), ("opinia", _l("Opinion")))
VISIBILITIES = (
    ("committee", _l("All members of the network, the Committee among them")),
    ("advocates", _l("Advocates and MCPS only")),
    ("public", _l("Everybody, from the consultation on")),
)
NODE_KINDS = {
    "title": _l("Title"),
    "basis": _l("Legal basis"),
    "recital": _l("Recital"),
    "section": _l("§ (section)"),
    "closing": _l("Closing § (handing over)"),
    "justification": _l("Paragraph of the justification"),
    "paragraph": _l("Numbered paragraph (ust.)"),
    "point": _l("Point"),
    "letter": _l("Letter (lit.)"),
    "indent": _l("Dash (tiret)"),
}


def _title_length(_form: object, field: StringField) -> None:
    if len(field.data or "") < 10:
        raise ValidationError(str(_l("Give a title of at least 10 characters.")))


def _matter_length(_form: object, field: StringField) -> None:
    if len(field.data or "") < limits.POSITION_TITLE_MIN:
        raise ValidationError(str(_l("Say in at least 20 characters what the text is about.")))


class NewPositionForm(BaseForm):
    """The beginning of a position."""

    title = StringField(_l("Short title"), filters=[one_line], validators=[_title_length, no_longer_than(limits.TITLE)])
    matter = StringField(
        _l("Full title, as it will stand in the text"),
        filters=[one_line],
        validators=[_matter_length, no_longer_than(limits.POSITION_TITLE)],
    )
    kind = RadioField(_l("Kind"), choices=KINDS, default="stanowisko")
    visibility = RadioField(_l("Who reads it before it is adopted"), choices=VISIBILITIES, default="committee")


class DetailsForm(VersionedForm):
    """Short title, kind and circle of readers."""

    title = StringField(_l("Short title"), filters=[one_line], validators=[_title_length, no_longer_than(limits.TITLE)])
    kind = RadioField(_l("Kind"), choices=KINDS)
    visibility = RadioField(_l("Who reads it before it is adopted"), choices=VISIBILITIES)


class TextForm(VersionedForm):
    """The whole text in one field; `lock_version` is the text's own count of saves."""

    source = TextAreaField(_l("The whole text"), validators=[no_longer_than(limits.POSITION_SOURCE)])


class NodeForm(VersionedForm):
    """One node; `lock_version` is its own count of saves."""

    text = TextAreaField(_l("Text"), filters=[one_line], validators=[no_longer_than(limits.POSITION_PARAGRAPH)])
    demand = BooleanField(_l("This part is a demand"))
    addressees = SelectMultipleField(
        _l("To whom"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), validate_choice=True
    )
    others = TextAreaField(_l("Other addressees, one a line"), validators=[no_longer_than(2_000)])


class NewNodeForm(BaseForm):
    """A new node at a place."""

    kind = SelectField(_l("What to add"))
    text = TextAreaField(
        _l("Text"),
        filters=[one_line],
        validators=[filled(_l("Write the text of the new part.")), no_longer_than(limits.POSITION_PARAGRAPH)],
    )


class PublishForm(BaseForm):
    """A word on what is new."""

    note = TextAreaField(
        _l("What is new in this version"),
        filters=[one_line],
        validators=[filled(_l("Say in a sentence what is new.")), no_longer_than(500)],
    )
