"""What the state of things forbids would be refused again: the page gives the text back to be copied, and the way back."""

import pytest

from app.web.access import public
from app.web.errors import Busy, Conflict
from tests.factories import an_advocate
from tests.pages import Page, visit

TEXT = "Pisane pół godziny."


@pytest.fixture
def own_app(app):
    """Addresses of this test alone, that refuse for good and for now."""

    @app.post("/koniec")
    @public
    def over():
        raise Conflict("Głosowanie jest zamknięte.")

    @app.post("/zajete")
    @public
    def busy():
        raise Busy

    return app


def refused(sign_in_as, path, status, **headers):
    client = sign_in_as(an_advocate())
    token = visit(client, "/konto").form("Zapisz profil").values["csrf_token"]
    answer = client.post(path, data={"csrf_token": token, "body": TEXT, "number": "17"}, headers=headers)
    return Page(client, answer, status)


@pytest.mark.settings
def test_refusal_for_good_gives_the_text_back_and_offers_no_second_sending(own_app, sign_in_as):
    page = refused(sign_in_as, "/koniec", 409, Referer="http://localhost/konto")
    assert page.heading == "Teraz nie można tego zrobić"
    assert "Głosowanie jest zamknięte." in page.text
    assert [field.raw_text.strip() for field in page.find_all("textarea")] == [TEXT]
    assert not page.has_button("Wyślij ponownie")
    assert page.link("Wróć do poprzedniej strony").href == "/konto"


@pytest.mark.settings
def test_refusal_for_now_offers_to_send_it_again(own_app, sign_in_as):
    assert refused(sign_in_as, "/zajete", 503).has_button("Wyślij ponownie")


@pytest.mark.settings
@pytest.mark.parametrize("referer", ["", "http://localhost/nie-ma-takiej", "http://localhost//obcy.example/konto"])
def test_no_way_back_is_offered_to_what_is_not_a_page_of_ours(own_app, sign_in_as, referer):
    page = refused(sign_in_as, "/koniec", 409, **({"Referer": referer} if referer else {}))
    assert not page.has_link("Wróć do poprzedniej strony")
