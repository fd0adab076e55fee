"""What the rows of matrix/house.toml stand on: each gives (address values, form fields)."""

from typing import Any

from flask import current_app

from app.auth.models import User

Setup = tuple[dict[str, Any], dict[str, Any]]


def nothing(author: User) -> Setup:
    return {}, {}


def a_style_sheet(author: User) -> Setup:
    return {"version": current_app.extensions["assets"].version, "name": "app.css"}, {}


def a_theme(author: User) -> Setup:
    return {"name": "ciemny"}, {}


def a_language(author: User) -> Setup:
    return {"name": "en"}, {}


def a_query(author: User) -> Setup:
    return {"q": "dowóz"}, {}
