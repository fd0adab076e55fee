"""What the standing pages hand to the house."""

from app.pages import health, views
from app.web.feature import Feature

feature = Feature(name="pages", blueprints=(views.blueprint, health.blueprint))
