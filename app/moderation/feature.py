"""What moderation hands to the house."""

from app.moderation.views import blueprint
from app.web.feature import Feature

feature = Feature(name="moderation", blueprints=(blueprint,))
