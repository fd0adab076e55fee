"""The yardstick: a bare Flask application with one constant page of 40 KB."""

from flask import Flask

SIZE = 40_960
_HEAD, _TAIL = "<!doctype html><title>40 KB</title><p>", "</p>"
PAGE = _HEAD + "x" * (SIZE - len(_HEAD) - len(_TAIL)) + _TAIL

app = Flask(__name__)


@app.get("/")
def page() -> str:
    return PAGE
