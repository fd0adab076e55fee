"""What the frame of every page shows: the main menu, the count of unread notices, the mode."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from app.web.feature import features


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu as this page shows it."""

    label: str
    url: str
    current: bool


def menu_items() -> list[MenuItem]:
    """The main menu with the room we are in marked."""
    items = []
    for feature in features():
        for entry in feature.menu:
            here = (request.endpoint or "").split(".")[0] == entry.endpoint.split(".")[0]
            items.append(MenuItem(str(entry.label), url_for(entry.endpoint), here))
    return items


def init_app(app: Flask) -> None:
    """Put the frame's facts within reach of every template."""

    @app.context_processor
    def _frame() -> dict[str, Any]:
        if not request:
            return {}
        counter = current_app.extensions.get("unread_counter")
        unread = counter(current_user.id) if counter and current_user.is_authenticated else 0
        return {"menu": menu_items(), "waiting_count": unread, "demo_mode": current_app.config["MODE"] == "demo"}
