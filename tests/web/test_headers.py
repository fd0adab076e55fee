"""Security headers, caching and compression of every answer."""

import gzip
import re

import pytest

from app.web.headers import CSP
from tests.factories import PASSWORD, a_user, an_advocate
from tests.pages import visit

POLICY = (
    "default-src 'none'; script-src 'nonce-…'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'; report-uri /csp"
)
PUBLIC_WITH_A_FORM = {"/logowanie", "/zostan-rzecznikiem", "/haslo/nowe"}
ANSWERS = ["/", "/nie-ma", "/konto", "/forum", "/api/v1/search?q=x", "/jednostki/podpowiedzi?q=x", "/zdrowie/zywy"]


def test_policy_is_word_for_word_the_one_that_was_decided(client):
    assert CSP.replace("{nonce}", "…") == POLICY
    found = client.get("/").headers["Content-Security-Policy"]
    assert re.sub(r"'nonce-[\w-]{22}'", "'nonce-…'", found) == POLICY


def test_nonce_is_fresh_and_the_one_of_the_page(client):
    answers = [client.get("/") for _ in range(2)]
    nonces = [re.search(r"nonce-([\w-]+)'", one.headers["Content-Security-Policy"]).group(1) for one in answers]
    assert nonces[0] != nonces[1]
    for answer, nonce in zip(answers, nonces, strict=True):
        assert set(re.findall(r'nonce="([^"]+)"', answer.text)) == {nonce}


@pytest.mark.parametrize("path", ANSWERS)
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_every_answer_has_the_headers(client, path, method):
    headers = getattr(client, method)(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Permissions-Policy"] == "camera=(), microphone=(), geolocation=(), payment=()"
    assert "Content-Security-Policy" in headers
    assert "Cache-Control" in headers
    assert "Access-Control-Allow-Origin" not in headers


def test_https_is_remembered_for_a_year(client):
    name = "Strict-Transport-Security"
    assert client.get("/", base_url="https://localhost").headers[name] == "max-age=31536000; includeSubDomains"
    assert name not in client.get("/").headers


def public_pages(app):
    from app.web.access import access_of

    return sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and access_of(app, rule.endpoint) == "public" and not rule.arguments
    )


def test_visitors_pages_set_no_cookie_and_hold_no_token(app, client):
    pages = public_pages(app)
    assert len(pages) >= 15
    for path in pages:
        answer = client.get(path)
        assert answer.status_code == 200, path
        if path in PUBLIC_WITH_A_FORM:
            continue
        assert "Set-Cookie" not in answer.headers, path
        assert "csrf_token" not in answer.text, path
        assert "no-store" not in answer.headers["Cache-Control"] or path.startswith("/zdrowie"), path


def test_visitors_pages_with_a_form_are_kept_by_nobody(client):
    for path in PUBLIC_WITH_A_FORM:
        for _ in range(2):  # the second time the cookie is there already
            answer = client.get(path)
            assert "csrf_token" in answer.text
            assert answer.headers["Cache-Control"] == "no-store", path


def test_pages_of_signed_in_people_are_kept_by_nobody(app, sign_in_as):
    client = sign_in_as(an_advocate())
    for path in ("/", "/forum", "/rzecznicy", "/zasady", "/szukaj?q=x", "/nie-ma"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_flashed_sentence_is_for_one_reader(client, app, run_jobs):
    from app.auth.one_time_links import make_link

    user = a_user(password=PASSWORD)
    path = f"/haslo/{make_link('reset', user.email, user.id)}"
    answer = visit(client, path).form("Ustaw hasło").send(password="zupełnie nowe cztery słowa")
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/zasady")
    assert "Nowe hasło jest ustawione" in page.text.replace("\xa0", " ")
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/zasady").headers["Cache-Control"] == "no-cache"


def test_pages_differ_by_cookie_and_say_so(client):
    for path in ("/", "/forum", "/zasady"):
        assert "Cookie" in client.get(path).headers["Vary"], path


# Compression


def zipped(client, path, accepted="gzip"):
    return client.get(path, headers={"Accept-Encoding": accepted})


def test_visitors_pages_are_compressed_for_who_asks(client):
    answer = zipped(client, "/zasady")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert "<h1" in gzip.decompress(answer.data).decode()
    assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_others_get_them_plain(client, accepted):
    answer = zipped(client, "/zasady", accepted)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_pages_with_a_token_are_never_compressed(client, sign_in_as):
    assert "Content-Encoding" not in zipped(client, "/logowanie").headers
    assert "Content-Encoding" not in zipped(sign_in_as(an_advocate()), "/zasady").headers


def test_compressed_page_is_the_same_each_time(client):
    nonce = re.compile(rb'nonce="[^"]+"')
    first, second = (nonce.sub(b"", gzip.decompress(zipped(client, "/zasady").data)) for _ in range(2))
    assert first == second


def test_violations_of_the_policy_may_be_reported(client):
    assert client.post("/csp", data=b'{"csp-report": {}}', content_type="application/csp-report").status_code == 204
