"""What the drafts hand to the house."""

from app.drafts.keeping import forget_when_sent, sweep_drafts
from app.drafts.views import blueprint
from app.web.feature import Feature

blueprint.after_app_request(forget_when_sent)

feature = Feature(name="drafts", blueprints=(blueprint,), sweeps=(sweep_drafts,))
