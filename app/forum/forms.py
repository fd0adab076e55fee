"""What the forum's forms accept; shape only, who may do it is asked in the actions."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, NumberRange, ValidationError

from app.forum.models import LEVELS, READERS, WRITERS, Category
from app.forum.text import split_tags, tag_label
from app.lib import limits
from app.lib.text_input import clean_line
from app.web.forms import BaseForm, VersionedForm, no_longer_than

NO_TEXT = _l("Write something before you send it.")


def _line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _is_chosen(form: Any, field: Any) -> None:
    if not field.data:
        raise ValidationError(_("Choose the category where this belongs."))


def _has_words(form: Any, field: Any) -> None:
    if not (field.data or "").strip():
        raise ValidationError(NO_TEXT)


def _fit_tags(form: Any, field: Any) -> None:
    given = split_tags(field.data or "")
    if len(given) > limits.TAGS:
        raise ValidationError(
            _("There are %(count)d tags; at most %(limit)d fit. Keep the most important.", count=len(given),
              limit=limits.TAGS)
        )  # fmt: skip
    for part in (field.data or "").replace("\n", ",").replace(";", ",").split(","):
        if len(clean_line(part)) > limits.TAG:
            raise ValidationError(
                _("The tag “%(tag)s…” is too long; at most %(limit)d characters fit.", tag=tag_label(part)[:20],
                  limit=limits.TAG)
            )  # fmt: skip


def _choices(values: Sequence[Any], *labels: Any) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in zip(values, labels, strict=True)]


def category_choices(categories: Sequence[Category]) -> list[SelectChoice]:
    """Categories as a field offers them; with more than one the person has to choose."""
    choices = [SelectChoice(one.id, one.label) for one in categories]
    return choices if len(choices) == 1 else [SelectChoice(0, _l("Choose a category")), *choices]


class ReplyForm(BaseForm):
    """An answer."""

    body = TextAreaField(lazy_pgettext("post", "Text"), validators=[_has_words, no_longer_than(limits.POST)])


class TopicForm(BaseForm):
    """A question: where, what, in which words."""

    title = StringField(
        _l("Title"),
        filters=[_line],
        validators=[DataRequired(_l("Give the question in one sentence.")), no_longer_than(limits.TITLE)],
    )
    category = SelectField(_l("Category"), coerce=int, validators=[_is_chosen])
    body = TextAreaField(lazy_pgettext("post", "Text"), validators=[_has_words, no_longer_than(limits.POST)])
    tags = StringField(_l("Tags"), validators=[_fit_tags])


class PostForm(VersionedForm):
    """A new text of an answer."""

    body = TextAreaField(lazy_pgettext("post", "Text"), validators=[_has_words, no_longer_than(limits.POST)])


class FirstPostForm(VersionedForm):
    """A new text of the question, with its title and tags."""

    title = StringField(
        _l("Title"),
        filters=[_line],
        validators=[DataRequired(_l("Give the question in one sentence.")), no_longer_than(limits.TITLE)],
    )
    body = TextAreaField(lazy_pgettext("post", "Text"), validators=[_has_words, no_longer_than(limits.POST)])
    tags = StringField(_l("Tags"), validators=[_fit_tags])


class ReasonForm(BaseForm):
    """Why a moderator decides so."""

    reason = TextAreaField(
        lazy_pgettext("moderation", "Reason"),
        validators=[DataRequired(_l("Give the reason in a sentence.")), no_longer_than(limits.REASON)],
    )


class MoveForm(ReasonForm):
    """The same with the category that the topic moves to."""

    category = SelectField(_l("To the category"), coerce=int, validators=[_is_chosen])


class LevelForm(BaseForm):
    """How much a person wants to hear of a topic."""

    level = SelectField(choices=_choices(LEVELS, *LEVELS))


class SolutionForm(BaseForm):
    """Which post is the solution; nothing takes the mark back."""

    number = IntegerField(default=0, validators=[NumberRange(min=0, max=1_000_000)])


class CategoryForm(VersionedForm):
    """A room of the forum and who reads and writes there."""

    name = StringField(
        _l("Name"),
        filters=[_line],
        validators=[DataRequired(_l("Give the category a name.")), no_longer_than(80)],
    )
    description = StringField(_l("Description"), filters=[_line], validators=[no_longer_than(300)])
    name_en = StringField(_l("Name in English"), filters=[_line], validators=[no_longer_than(80)])
    description_en = StringField(_l("Description in English"), filters=[_line], validators=[no_longer_than(300)])
    readers = SelectField(
        _l("Who may read"),
        choices=_choices(READERS, _l("everybody"), _l("members of the network"), _l("the committee and MCPS")),
    )
    writers = SelectField(
        _l("Who may write"),
        choices=_choices(WRITERS, _l("members of the network"), _l("moderators of MCPS"), _l("the committee and MCPS")),
    )
