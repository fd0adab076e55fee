"""What the outbox hands to the house."""

from app.jobs.cli import worker
from app.jobs.views import blueprint
from app.web.feature import Feature

feature = Feature(name="jobs", blueprints=(blueprint,), commands=(worker,))
