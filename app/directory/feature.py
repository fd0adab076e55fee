"""What the directory hands to the house."""

from flask_babel import lazy_gettext as _l

from app.directory.views import blueprint
from app.web.feature import Feature, MenuEntry

feature = Feature(name="directory", blueprints=(blueprint,), menu=(MenuEntry(_l("Advocates"), "directory.index"),))
