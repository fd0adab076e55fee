"""From an empty page to the committee's answer, as five people without script do it."""

from datetime import timedelta

from app.lib import clock as house_clock
from tests.factories import a_committee_member, a_moderator, an_advocate
from tests.factories_positions import (
    TEXT,
)
from tests.pages import visit


def test_five_people_bring_a_position_to_its_answer(clock, sign_in_as, client, run_jobs, session):
    anna, tomasz = an_advocate("Anna Kalinowska"), an_advocate("Tomasz Rybicki")
    magda, second = a_moderator("Magdalena Siwek"), a_committee_member("Jan Kopeć")
    teresa = a_committee_member("Teresa Jabłonowska", secretary=True)
    lead, voter, moderator, member, secretary = map(sign_in_as, (anna, tomasz, magda, second, teresa))

    page = (
        visit(lead, "/stanowiska/nowe")
        .form("Otwórz stanowisko")
        .submit(
            title="Zakupy poniżej progu u podmiotów ekonomii społecznej",
            matter="w sprawie zakupów poniżej progu ustawowego",
        )
    )
    assert page.path.endswith("/szkic")
    page = page.link("Pisz cały tekst").follow().form("Zapisz szkic").submit(source=TEXT)
    assert page.path.endswith("/szkic"), page.main.text
    page = page.form("Opublikuj wersję").submit(note="Pierwsza wersja.")
    assert "projekt, wersja 1" in page.text

    position_id = int(page.path.split("/")[2].split("-")[0])
    step = page.link("Otwórz uzgodnienia").follow()
    step.form("Otwórz uzgodnienia").submit(ends_on=str(house_clock.today() + timedelta(days=10)))

    page = visit(voter, f"/stanowiska/{position_id}").link("Skomentuj").follow()
    page = page.form("Dodaj komentarz").submit(body="Mamy nowszą liczbę?")
    assert "Mamy nowszą liczbę?" in page.text
    assert "1 komentarz" in visit(lead, f"/stanowiska/{position_id}").text

    clock.move(days=11)
    lead, voter, moderator, member, secretary = map(sign_in_as, (anna, tomasz, magda, second, teresa))
    page = visit(moderator, f"/stanowiska/{position_id}").link("Przejdź do scalania").follow()
    page = page.form("Przejdź do scalania").submit()
    page = page.link("Gotowe do głosowania").follow().form("Gotowe do głosowania").submit()
    page = page.link("Otwórz głosowanie").follow()
    page.form("Otwórz głosowanie").submit(closes_on=str(house_clock.today() + timedelta(days=5)))

    run_jobs()
    for person in (lead, voter):
        ballot = visit(person, f"/stanowiska/{position_id}/glosowanie")
        confirm = ballot.form(action=f"/stanowiska/{position_id}/glosowanie").submit(
            {"glos": "za"}, reason="Potrzebne."
        )
        receipt = confirm.form("Oddaj głos").submit()
        assert "Księga" in receipt.text or "księdze" in receipt.text

    clock.move(days=6)
    lead, voter, moderator, member, secretary = map(sign_in_as, (anna, tomasz, magda, second, teresa))
    page = visit(member, f"/stanowiska/{position_id}/wynik")
    assert "Stanowisko przyjęto: 2 mandaty" in page.text
    page = page.form("Potwierdź wynik").submit()
    assert "Stanowisko nr 1/2026" in page.text

    page = visit(moderator, f"/stanowiska/{position_id}").link("Przekaż Komitetowi").follow()
    page.form("Przekaż").submit(agreed_answer_by=str(house_clock.today() + timedelta(days=30)))

    desk = visit(secretary, f"/stanowiska/{position_id}/odpowiedz").form("Potwierdź odbiór").submit()
    refused = desk.form("Zatwierdź i wyślij odpowiedź").submit(meeting_on=str(house_clock.today()), status=409)
    assert "§ 1" in refused.text and "§ 2" in refused.text
    for number in (1, 2):
        desk = visit(member, f"/stanowiska/{position_id}/odpowiedz/edycja")
        writing = desk.link(f"Napisz odpowiedź: § {number}").follow()
        writing.form("Zapisz szkic").submit(
            verdict="accepted", reason=f"Komitet popiera postulat {number}.", owner="MCPS"
        )
    desk = visit(secretary, f"/stanowiska/{position_id}/odpowiedz/edycja")
    desk.form("Zatwierdź i wyślij odpowiedź").submit(meeting_on=str(house_clock.today()))

    public = visit(client, f"/stanowiska/{position_id}/odpowiedz")
    assert "Komitet popiera postulat 2." in public.text
    run_jobs()
