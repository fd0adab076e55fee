"""What the outbox hands to the house."""

from app.jobs.cli import worker
from app.jobs.views import blueprint
from app.web.feature import Feature
from app.web.kept_forms import forget_old_forms
from app.web.submissions import forget_old_submissions

feature = Feature(
    name="jobs",
    blueprints=(blueprint,),
    commands=(worker,),
    sweeps=(forget_old_forms, forget_old_submissions),
)
