"""On the forum: a question, an answer that names its author, the solution."""

from tests.browser.story_people import Person, Story

TITLE = "Jak rozliczacie obiady, które gotuje spółdzielnia socjalna?"
BODY = "Szkoła w naszej gminie chce kupować obiady u spółdzielni.\n\nJak liczycie koszt dowozu?"
ANSWER = "U nas dowóz jest w cenie obiadu. Wzór umowy mogę przesłać."


def forum_gets_a_room(story: Story, magda: Person) -> None:
    """Without a category nobody can ask, and the empty forum says so."""
    magda.goes_to_desk()
    magda.follows("Działy forum")
    magda.follows("Dodaj dział")
    magda.writes("Nazwa", "Usługi społeczne")
    magda.writes("Opis", "Opieka, posiłki, dowóz.")
    magda.presses("Dodaj dział")
    magda.sees("Dział jest gotowy.")


def question_finds_its_answer(story: Story, anna: Person, tomasz: Person) -> None:
    asks(anna)
    story.run_jobs()

    tomasz.goes_home()
    tomasz.follows(TITLE)
    tomasz.follows(anna.name)
    tomasz.sees("Aby wspomnieć tę osobę we wpisie, napisz @anna-kalinowska.")
    tomasz.page.go_back()
    with tomasz.without_mouse():
        tomasz.writes("Treść", f"@anna-kalinowska {ANSWER}")
        tomasz.presses("Dodaj odpowiedź")
    tomasz.sees(ANSWER)
    story.run_jobs()

    anna.goes_home()
    anna.sees("Czeka na Ciebie", f"{tomasz.name} wspomina o Tobie w wątku „{TITLE}”")
    anna.follows("Przeczytaj", exact=False)
    answer = anna.part(f"Wpis 2, {tomasz.name}", "article")
    anna.presses("To jest rozwiązanie", within=answer)
    anna.sees("Rozwiązanie stoi teraz na drugim miejscu, pod pytaniem.", "Rozwiązanie wskazane przez osobę, która pyta")
    story.run_jobs()
    anna.goes_home()
    anna.does_not_see("wspomina o Tobie")
    tomasz.goes_home()
    tomasz.sees(f"Twoja odpowiedź jest rozwiązaniem w wątku „{TITLE}”")


def asks(anna: Person) -> None:
    anna.follows("Forum", within=anna.page.get_by_role("banner"))
    anna.follows("Zadaj pytanie")
    anna.writes("Tytuł", TITLE)
    anna.writes("Treść", BODY)
    anna.presses("Pokaż podgląd")
    anna.sees("Nic jeszcze nie jest zapisane.")
    anna.writes("Tagi", "obiady, dowóz")
    anna.presses("Opublikuj pytanie")
    anna.sees_heading(TITLE)
