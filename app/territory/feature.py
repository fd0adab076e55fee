"""What the territory hands to the house."""

from app.territory.cli import territory
from app.territory.views import blueprint
from app.web.feature import Feature

feature = Feature(name="territory", blueprints=(blueprint,), commands=(territory,))
