"""Forms for comments and evidence."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from app.lib import limits
from app.positions.forms.fields import filled, one_line
from app.web.forms import BaseForm, no_longer_than


class CommentForm(BaseForm):
    """A comment on a node, or a reply in a thread."""

    thread = HiddenField()
    body = TextAreaField(
        _l("Your comment"),
        validators=[filled(_l("Write your comment.")), no_longer_than(limits.COMMENT)],
    )


class ResolveForm(BaseForm):
    """How a thread was settled."""

    resolution = TextAreaField(_l("How it was settled"), validators=[no_longer_than(limits.REASON)])


class EvidenceForm(BaseForm):
    """What is cited and where: an address of our own page, or a source from outside in words."""

    node = SelectField(_l("At which part of the text"))
    address = StringField(
        _l("Address of a practice, topic or position on this site"),
        filters=[one_line],
        validators=[no_longer_than(500)],
    )
    source = StringField(
        _l("Or a source from outside: a statute, a study"), filters=[one_line], validators=[no_longer_than(300)]
    )
