"""The main acts with scripts off, each with plain pages and forms only."""

import pytest

from app.demo.passwords import demo_password
from tests.browser.demonstration import copy_demonstration, person
from tests.browser.page_list import ANNA, places
from tests.browser.story_people import Person


@pytest.fixture
def database(databases, data_dir):
    return copy_demonstration(databases, data_dir)


def test_an_advocate_does_everything_with_scripts_off(app, open_page):
    user = person(ANNA)
    with app.test_request_context("/"):
        addresses = places()
    anna = Person(user.name, user.email, open_page(javascript=False), password=demo_password())
    anna.signs_in()
    answers_a_topic(anna, addresses)
    comments_on_a_position(anna, addresses)
    keeps_a_practice_as_draft(anna)
    votes(anna, addresses)
    changes_language_and_colours(anna)
    signs_out(anna)


def answers_a_topic(anna, addresses):
    anna.opens(addresses["topic"])
    anna.writes("Treść", "U nas rada przyjęła **jedną** uchwałę.")
    anna.presses("Pokaż podgląd")
    anna.sees("Podgląd", "Nic jeszcze nie jest zapisane.")
    anna.presses("Dodaj odpowiedź")
    anna.sees("U nas rada przyjęła jedną uchwałę.")


def comments_on_a_position(anna, addresses):
    anna.opens(f"/stanowiska/{addresses['consulted_id']}/komentarze")
    anna.follows("§ 4")
    anna.writes("Twój komentarz", "Dopiszmy termin ogłoszenia.")
    anna.presses("Dodaj komentarz")
    anna.sees("Dopiszmy termin ogłoszenia.")


def keeps_a_practice_as_draft(anna):
    anna.opens("/praktyki/nowa")
    anna.writes("Tytuł", "Pralnia przy zakładzie aktywności zawodowej")
    anna.presses("Zapisz szkic")
    anna.sees("Szkic zapisany.")
    anna.opens("/moje-praktyki")
    anna.sees("Pralnia przy zakładzie aktywności zawodowej")


def votes(anna, addresses):
    anna.opens(f"/stanowiska/{addresses['voted_id']}/glosowanie")
    anna.presses("Za", exact=False)
    anna.presses("Oddaj głos")
    anna.sees("Głos oddany", "Gmina Wąsewo: Za")


def changes_language_and_colours(anna):
    anna.goes_home()
    anna.follows("ciemny")
    assert anna.page.locator("html").get_attribute("data-theme") == "dark"
    anna.follows("In English")
    anna.sees("Waiting for you")
    assert anna.page.locator("html").get_attribute("data-theme") == "dark"
    anna.follows("Po polsku")


def signs_out(anna):
    anna.page.get_by_role("banner").locator("summary").filter(has_text="Menu konta").click()
    anna.presses("Wyloguj")
    anna.sees("Czego nie wie jedna gmina")
