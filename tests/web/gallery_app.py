"""A small application that shows the components with sample words: for the tests of looks, without database or features."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, flash, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager
from flask_wtf import CSRFProtect, FlaskForm
from markupsafe import Markup
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from app.lib.pagination import Page
from app.web import assets, filters, headers, locale
from app.web.kept_forms import FormField

HERE = Path(__file__).parent
TEMPLATES = HERE.parents[1] / "app" / "templates"
PAGES = ("start", "lists", "talk", "forms", "forms-refused", "text", "result", "answer", "desk", "confirm")
ERRORS = ("403", "404", "500", "resubmit", "stale")
STUBS = {
    "pages": ("home", "about", "rules", "accessibility", "privacy", "theme", "language"),
    "auth": ("sign_in", "sign_out", "account"),
    "search": ("search",),
    "moderation": ("log", "desk"),
    "directory": ("person",),
    "drafts": ("index",),
    "practices": ("mine",),
}


@dataclass
class Person:
    """Somebody signed in, as far as the frame of a page asks."""

    id: str = "1"
    name: str = "Anna Kalinowska"
    handle: str = "anna-kalinowska"
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False
    is_moderator: bool = True
    is_administrator: bool = False

    def get_id(self) -> str:
        return self.id


@dataclass(frozen=True)
class Menu:
    label: str
    url: str
    current: bool = False


class SampleForm(FlaskForm):
    title = StringField("Tytuł", validators=[InputRequired("Wpisz tytuł."), Length(max=200)])
    body = TextAreaField("Treść", validators=[Length(max=20_000)])
    cost = StringField("Ile kosztuje rok działania?")
    county = SelectField("Powiat", choices=[SelectChoice("", "wybierz"), SelectChoice("1", "łosicki")])
    unit = StringField("Gmina albo powiat")
    unit_code = HiddenField()
    mandate = RadioField(
        "W czyim imieniu",
        choices=[SelectChoice("1", "Gmina Wąsewo"), SelectChoice("2", "Powiat ostrowski")],
        validators=[InputRequired("Wybierz mandat, w imieniu którego piszesz.")],
    )
    agree = BooleanField("Zgadzam się na podanie nazwiska w spisie")
    reason = TextAreaField("Powód", validators=[InputRequired("Napisz powód. Wystarczy jedno zdanie.")])

    def summary(self) -> list[tuple[str, str]]:
        return [(field.id, str(message)) for field in self for message in field.errors]


def make_gallery(signed_in: bool = True) -> Flask:
    """The application; its pages are /galeria/<name> and /bledy/<name>."""
    app = Flask("app", root_path=str(TEMPLATES.parent), static_folder=None)
    app.config.update(SECRET_KEY="gallery", TESTING=True)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_loader.searchpath.append(str(HERE / "gallery"))  # type: ignore[union-attr]
    login = LoginManager(app)
    login.request_loader(lambda _: Person() if signed_in else None)
    locale.init_app(app)
    filters.init_app(app)
    headers.init_app(app)
    CSRFProtect(app)
    assets.init_app(app)
    _add_stubs(app)
    app.context_processor(_frame)
    app.add_url_rule("/galeria/<name>", "gallery", _gallery)
    app.add_url_rule("/bledy/<name>", "error", _error)
    app.add_url_rule("/jednostki/podpowiedzi", "units", _units)
    return app


def _add_stubs(app: Flask) -> None:
    for feature, views in STUBS.items():
        for view in views:
            named = "/<name>" if view in ("theme", "language") else "/<handle>" if view == "person" else ""
            app.add_url_rule(f"/{feature}/{view}{named}", f"{feature}.{view}", lambda **_: "")


def _frame() -> dict[str, Any]:
    words = ("Forum", "Praktyki", "Stanowiska", "Rzecznicy")
    menu = [Menu(word, f"/{word}", current=index == 0) for index, word in enumerate(words)]
    return {"menu": menu, "waiting_count": 3, "demo_mode": True}


def _gallery(name: str) -> str:
    refused = name == "forms-refused"
    form = SampleForm(formdata=None, meta={"csrf": False})
    if refused:
        form.validate()
    if name == "lists":
        flash(_l("Saved."), "success")
    return render_template(
        f"{'forms' if refused else name}.html",
        form=form,
        page=Page.of(4, 10, 350),
        page_url=lambda number: f"?strona={number}",
        body=Markup(
            "<p>Uchwała jest potrzebna.</p><ol><li>o zgodzie</li><li>o wkładzie</li></ol><pre><code>x = 1</code></pre>"
        ),
    )


def _error(name: str) -> str:
    fields = [
        FormField("submission_id", "abc", long=False),
        FormField("title", "Tytuł, który się <nie> zgubił", long=False),
        FormField("body", "\nPierwsza linia\ndruga linia", long=True),
        FormField("lock_version", "1", long=False),
    ]
    common = {"message": "Strona była długo otwarta.", "what_now": "Sprawdź tekst.", "incident": "7f3a", "action": "/x"}
    if name in ("403", "404"):
        return render_template("errors/404.html" if name == "404" else "errors/page.html", status=int(name), **common)
    return render_template(
        f"errors/{name}.html",
        fields=fields,
        mine="Próg ustala rada.",
        saved="Próg wynosi 10 %.",
        lock_version=7,
        parts=[("same", "Próg "), ("del", "wynosi 10 %"), ("ins", "ustala rada"), ("same", ".")],
        **common,
    )


def _units() -> list[dict[str, str]]:
    found = [("141613", "Gmina Wąsewo", "powiat ostrowski"), ("143405", "Gmina Jadów", "powiat wołomiński")]
    typed = request.args["q"].casefold()
    return [{"value": v, "label": w, "detail": d} for v, w, d in found if typed[:2] in w.casefold()]
