"""The base of every form: the hidden marks of double submission and stale edits, cleaned text, a summary of errors."""

import re
from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, IntegerField, PasswordField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import HiddenInput

from app.lib.text_input import clean_line, clean_text
from app.web.submissions import new_submission_id


class BaseForm(FlaskForm):
    """What a form accepts; shape only, no rules of the domain."""

    submission_id = HiddenField(
        default=new_submission_id, filters=[lambda sent: _as_made(sent)], render_kw={"id": False}
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if "csrf_token" in self:
            self.csrf_token.render_kw = {"id": False}  # several forms of a page may not share an id

    class Meta(FlaskForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Every text that arrives is cleaned before any validator sees it; passwords are left alone.

            A field of one line holds one line, without characters that disguise a name as another.
            """
            filters = list(unbound_field.kwargs.get("filters", ()))
            kind = unbound_field.field_class
            if issubclass(kind, (FieldList, FormField)):  # their own fields are cleaned, not the list as a whole
                return unbound_field.bind(form=form, **options)
            if not issubclass(kind, PasswordField):
                is_line = issubclass(kind, StringField) and not issubclass(kind, (TextAreaField, HiddenField))
                filters.insert(0, _cleaned_line if is_line else _cleaned)
            return unbound_field.bind(form=form, **{**options, "filters": filters})

    def summary(self) -> list[tuple[str, str]]:
        """(id of the field, message) of every error, in the order of the fields."""
        found = [(field.id, str(message)) for field in self for message in _flat(field.errors)]
        return found + [("tresc", str(message)) for message in self.form_errors]


class VersionedForm(BaseForm):
    """A form that edits: it carries the version of what was shown."""

    lock_version = IntegerField(widget=HiddenInput(), validators=[Optional()], render_kw={"id": False})


def no_longer_than(limit: int) -> Callable[[Any, Field], None]:
    """A length limit whose message says how long the text is and how much fits; templates read `.limit` for the counter."""

    def check(form: Any, field: Field) -> None:
        length = len(field.data or "")
        if length > limit:
            raise ValidationError(
                _(
                    "This text has %(length)d characters; at most %(limit)d fit. Shorten it.",
                    length=length,
                    limit=limit,
                )
            )

    check.limit = limit  # type: ignore[attr-defined]
    return check


def _as_made(sent: Any) -> str:
    """A mark that we could have made; anything else counts as a form shown just now."""
    return sent if isinstance(sent, str) and re.fullmatch("[0-9a-f]{32}", sent) else new_submission_id()


def _cleaned_line(value: Any) -> Any:
    return clean_line(value) if isinstance(value, str) else value


def _cleaned(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _flat(errors: Any) -> list[Any]:
    if isinstance(errors, dict):
        return [message for nested in errors.values() for message in _flat(nested)]
    if isinstance(errors, (list, tuple)):
        return [message for nested in errors for message in _flat(nested)]
    return [errors]
