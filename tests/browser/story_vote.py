"""The vote: opened by the moderator, cast without knowing how it stands, confirmed by a second person."""

from datetime import timedelta

from playwright.sync_api import expect

from tests.browser.story_people import Person, Story
from tests.browser.story_position import CHANGED, TITLE

FOR, ABSTAIN = "Za Przyjąć ten tekst jako wspólny.", "Wstrzymuję się Ani za, ani przeciw."


def vote_is_opened(story: Story, magda: Person) -> None:
    """After the consultation, which cannot be cut short; whoever was away too long signs in again."""
    story.clock.move(days=15)
    magda.signs_in()
    magda.goes_to_desk()
    magda.sees("Uzgodnienia są zakończone: przejdź do scalania.")
    magda.follows(TITLE)
    magda.follows("Przejdź do scalania")
    magda.presses("Przejdź do scalania")
    magda.follows("Gotowe do głosowania")
    magda.presses("Gotowe do głosowania")
    magda.follows("Otwórz głosowanie")
    magda.writes("Ostatni dzień głosowania", str(story.clock.today() + timedelta(days=7)))
    magda.presses("Otwórz głosowanie")
    magda.sees("Głosowanie jest otwarte.", "Nie masz mandatu w tym głosowaniu.")
    story.run_jobs()


def ballots_are_cast(anna: Person, tomasz: Person) -> None:
    """Each is asked once more and gets a receipt; one changes his mind; nobody sees how it stands."""
    anna.signs_in()
    anna.sees("Zagłosuj w imieniu: Gmina Wąsewo")
    anna.follows("Zobacz i zagłosuj", exact=False)
    anna.sees(CHANGED, "Jeszcze bez głosu.")
    with anna.without_mouse():
        anna.presses(FOR)
        anna.sees("Gmina Wąsewo: Za")
        anna.presses("Oddaj głos")
    anna.sees("Głos oddany", "Pokwitowanie", "Wpis w księdze")

    tomasz.signs_in()
    tomasz.follows("Zobacz i zagłosuj", exact=False)
    tomasz.presses(ABSTAIN)
    tomasz.follows("Wróć bez głosowania")
    tomasz.sees("Jeszcze bez głosu.")
    tomasz.presses(ABSTAIN)
    tomasz.presses("Oddaj głos")
    tomasz.sees("powiat ostrowski: Wstrzymuję się")
    tomasz.follows("Zmień głos albo zagłosuj w imieniu innego mandatu")
    tomasz.sees("Twój obecny głos: Wstrzymuję się")
    tomasz.writes("Powód, jeśli chcesz go podać", "Kalkulator przekonuje.")
    tomasz.presses(FOR)
    tomasz.sees("Zastępuje głos „Wstrzymuję się”")
    tomasz.presses("Oddaj głos")
    tomasz.sees("powiat ostrowski: Za")
    tomasz.goes_home()
    tomasz.does_not_see("Zagłosuj w imieniu")


def result_is_hidden_from(person: Person) -> None:
    """While the vote runs not even the moderator learns how it stands."""
    person.goes_home()
    person.follows("Stanowiska", within=person.page.get_by_role("banner"))
    person.follows(TITLE)
    person.sees("Głosowanie, zostało 7 dni.")
    expect(person.main.get_by_role("link", name="Wynik głosowania")).to_have_count(0)
    person.follows("Zobacz głosowanie")
    person.sees("wynik po zamknięciu.")
    person.does_not_see("Stanowisko przyjęto", "Kalkulator przekonuje.")


def late_ballot_is_refused(story: Story, anna: Person) -> None:
    """The page that asks once more was left open beyond the closing."""
    anna.follows("Zmień głos albo zagłosuj w imieniu innego mandatu")
    anna.presses(ABSTAIN)
    story.clock.move(days=8)
    anna.presses("Oddaj głos")
    anna.sees(
        "Teraz nie można tego zrobić", "Głosowanie zamknięto", "Ten głos przyszedł później i nie został policzony."
    )
    anna.follows("Wróć do poprzedniej strony")
    anna.sees("Wynik czeka na potwierdzenie przez drugą osobę.")


def result_is_confirmed(magda: Person, teresa: Person) -> None:
    """Not by the one who opened the vote; afterwards the position has its number."""
    magda.signs_in()
    magda.goes_to_desk()
    magda.sees("Głosowanie jest zamknięte, wynik czeka na drugą osobę.")
    magda.follows(TITLE)
    magda.sees("Stanowisko przyjęto: 2 mandaty były za, 0 przeciw, 0 wstrzymało się od głosu")
    expect(magda.page.get_by_role("button", name="Potwierdź wynik")).to_have_count(0)

    teresa.signs_in()
    teresa.follows("Potwierdź wynik", exact=False)
    roll_call = teresa.part("Głosowanie imienne", "table")
    expect(roll_call).to_contain_text("Gmina Wąsewo")
    expect(roll_call).to_contain_text("Kalkulator przekonuje.")
    teresa.sees("Księga głosów jest zgodna")
    teresa.presses("Potwierdź wynik")
    teresa.sees("Wynik potwierdzony.", "Stanowisko nr 1/2026")
