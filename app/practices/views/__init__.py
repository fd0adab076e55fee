"""Pages of practices, by room; one blueprint for all."""

from app.practices.views import deciding, listing, reading, writing
from app.practices.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "listing", "reading", "writing"]
