"""The test tools themselves: the tree of a page, the rules it is checked by, links and forms."""

import io

import pytest
from flask import Flask, redirect, request

from tests.html_tree import parse
from tests.page_rules import faults_of
from tests.pages import visit

GOOD = """<!doctype html><html lang="pl"><head><title>Pytanie</title></head><body><main><h1>Jak\xa0to?</h1>
{}</main></body></html>"""


def faults(inner: str) -> list[str]:
    root, broken = parse(GOOD.format(inner))
    return broken + faults_of(root)


@pytest.mark.parametrize(
    ("inner", "word"),
    [
        ("<h1>Drugi</h1>", "2 h1"),
        ("<h2></h2>", "is empty"),
        ('<p id="a"></p><p id="a"></p>', "stands 2 times"),
        ('<input name="q">', "has no label"),
        ('<label for="q">Q</label>', "is not there"),
        ('<p aria-describedby="x"></p>', "leads to"),
        ('<a href="#x">x</a>', "not on the page"),
        ('<form method="post"></form>', "csrf_token"),
        ('<form><input type="hidden" name="csrf_token" value="1"></form>', "in the address"),
        ('<p style="x"></p>', "style of its own"),
        ("<script>1</script>", "inline script"),
        ('<p onclick="x"></p>', "onclick"),
        ('<a href="javascript:1">x</a>', "is a script"),
        ('<a href="/x"><svg></svg></a>', "has no name"),
        ('<img src="x">', "has no alt"),
        ("<p><strong>x</p></strong>", "closes"),
        ("<div>", "closes"),
        ("<div/></div>", "not closed by its slash"),
    ],
)
def test_broken_rule_is_named(inner, word):
    assert word in " ".join(faults(inner))


def test_good_page_has_no_faults():
    assert not faults(
        '<form method="post"><input type="hidden" name="csrf_token" value="x">'
        '<label for="q">Q</label><input id="q" name="q"><label>R <input name="r"></label><button>Wyślij</button></form>'
        '<svg><title>Mapa</title><path d="M0"/></svg><script type="module" src="/a.js"></script>'
    )


def test_text_reads_like_a_person():
    root, _ = parse("<p>Ala\xa0ma</p><p>ko<b>ta</b></p><script>no</script><ul><li>a</li><li>b</li></ul>")
    assert root.text == "Ala ma kota a b"


FORM = """
<a href="/dalej#tu">Dalej</a>
<form method="post" action="/zapis?x=1" enctype="multipart/form-data">
  <input type="hidden" name="csrf_token" value="c"><input type="hidden" name="submission_id" value="s">
  <label>A <input name="a" value="stare"></label>
  <label>T <textarea name="t">\n\n  dwa</textarea></label>
  <label>W <select name="w"><option value="1">jeden</option><option value="2" selected>dwa</option></select></label>
  <label><input type="checkbox" name="k" value="tak"> K</label>
  <label><input type="radio" name="r" value="1"> 1</label>
  <label><input type="radio" name="r" value="2" checked> 2</label>
  <label>P <input type="file" name="p"></label>
  <button name="co" value="szkic">Zapisz</button><button name="co" value="wynik">Wyślij</button>
</form>"""


@pytest.fixture
def desk():
    app = Flask(__name__)
    app.add_url_rule("/", "index", lambda: GOOD.format(FORM))
    app.add_url_rule("/dalej", "on", lambda: GOOD.format('<p id="tu">Dalej jest</p>'))

    def save():
        files = [(name, file.read().decode()) for name, file in request.files.items()]
        app.config["SEEN"] = sorted(request.form.items(multi=True)) + files
        return redirect("/dalej")

    app.add_url_rule("/zapis", "save", save, methods=["POST"])
    return app


def test_link_is_followed(desk):
    assert "Dalej jest" in visit(desk.test_client(), "/").link("Dalej").follow().text


def test_form_sends_hidden_fields_and_what_stands_in_it(desk):
    page = visit(desk.test_client(), "/").form("Wyślij").submit(a="nowe", k=True, p=(io.BytesIO(b"plik"), "p.txt"))
    assert page.path == "/dalej"
    assert desk.config["SEEN"] == [
        ("a", "nowe"),
        ("co", "wynik"),
        ("csrf_token", "c"),
        ("k", "tak"),
        ("r", "2"),
        ("submission_id", "s"),
        ("t", "\n  dwa"),
        ("w", "2"),
        ("p", "plik"),
    ]


def test_unknown_field_is_a_mistake_of_the_test(desk):
    with pytest.raises(AssertionError, match="no field 'zly'"):
        visit(desk.test_client(), "/").form(action="/zapis").submit(zly="x")
