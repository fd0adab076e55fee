"""A form that is one button: it carries the token and nothing else."""

from app.web.forms import BaseForm


class ButtonForm(BaseForm):
    """Nothing to fill in."""
