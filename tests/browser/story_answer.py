"""The Committee: receives the position, answers each demand, and everybody reads it."""

from datetime import timedelta

from tests.browser.story_people import Person, Story
from tests.browser.story_position import CHANGED, MATTER, SECOND
from tests.browser.story_position import TITLE as POSITION

REASONS = ("Wzór z kalkulatorem przygotuje MCPS.", "Informację ogłosimy po pierwszym kwartale.")


def position_is_handed_over(story: Story, magda: Person) -> None:
    magda.goes_to_desk()
    magda.sees("Przyjęte: przekaż je Komitetowi.")
    magda.follows(POSITION)
    magda.writes("Do kiedy Komitet odpowie, zgodnie z umową", str(story.clock.today() + timedelta(days=30)))
    magda.presses("Przekaż")
    magda.sees("Stanowisko jest u Komitetu.", "Komitet odpowie do")
    story.run_jobs()


def committee_answers(story: Story, teresa: Person) -> None:
    """Nothing is sent while an answer is missing; the draft is seen by nobody outside the Committee."""
    teresa.goes_home()
    teresa.follows("Potwierdź odbiór", exact=False)
    teresa.presses("Potwierdź odbiór")
    teresa.sees("Odbiór potwierdzony.", "Gotowe: 0 z 2 postulatów.")
    answers(teresa, "§ 1", "Przyjęty w całości", REASONS[0])
    teresa.sees("Gotowe: 1 z 2 postulatów.")
    teresa.writes("Dzień posiedzenia, na którym przyjęto odpowiedź", str(story.clock.today()))
    teresa.presses("Zatwierdź i wyślij odpowiedź")
    teresa.sees("Odpowiedzi nie można jeszcze wysłać. Brakuje rozstrzygnięcia albo uzasadnienia przy: § 2.")
    answers(teresa, "§ 2", "Już zrobione", REASONS[1])
    teresa.writes("Dzień posiedzenia, na którym przyjęto odpowiedź", str(story.clock.today()))
    teresa.presses("Zatwierdź i wyślij odpowiedź")
    teresa.sees("Odpowiedź jest wysłana.", REASONS[0], REASONS[1])
    story.run_jobs()


def answers(teresa: Person, place: str, verdict: str, reason: str) -> None:
    teresa.follows(f"Napisz odpowiedź: {place}")
    teresa.ticks(verdict)
    teresa.writes("Uzasadnienie", reason)
    teresa.writes("Kto odpowiada", "Mazowieckie Centrum Polityki Społecznej")
    teresa.presses("Zapisz szkic")
    teresa.sees("Zapisano. Szkic widzą członkowie Komitetu.")


def answer_is_read(story: Story, anna: Person) -> None:
    """By those who asked, and by a stranger, on the screen and on paper."""
    anna.goes_home()
    anna.sees("Komitet odpowiedział na każdy postulat.")
    anna.follows("Przeczytaj odpowiedź", exact=False)
    anna.sees(*REASONS)

    stranger = story.appears("Osoba z zewnątrz")
    stranger.goes_home()
    stranger.sees("Stanowisko nr 1/2026")
    stranger.follows("Stanowiska", within=stranger.page.get_by_role("banner"))
    stranger.follows(f"Stanowisko nr 1/2026 {MATTER}")
    stranger.follows("Odpowiedź Komitetu")
    stranger.sees(CHANGED, "Przyjęty w całości", REASONS[0], SECOND, "Już zrobione", REASONS[1])
    stranger.does_not_see("Kalkulator przekonuje.")
    stranger.follows("Tekst i odpowiedź do druku")
    stranger.sees("STANOWISKO nr 1/2026", CHANGED, "Stanowisko przyjęto: 2 mandaty były za", *REASONS)
