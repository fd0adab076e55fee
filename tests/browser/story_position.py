"""A position: written, supported with evidence, talked over, changed."""

from datetime import timedelta

from tests.browser.story_people import Person, Story
from tests.browser.story_practice import TITLE as PRACTICE

TITLE = "Obiady szkolne od spółdzielni socjalnych"
MATTER = "w sprawie obiadów szkolnych kupowanych u spółdzielni socjalnych"
FIRST = "Wnosimy o wzór umowy na obiady szkolne."
CHANGED = "Wnosimy o wzór umowy na obiady szkolne wraz z kalkulatorem dowozu."
SECOND = "Wnosimy o coroczną informację o zakupach społecznych."
TEXT = f"""{MATTER}

Mając na uwadze, że:
1) szkoły kupują obiady dowożone z daleka,
2) spółdzielnie socjalne gotują na miejscu,
wnosimy, co następuje:

§ 1. {FIRST}
§ 2. {SECOND}
§ 3. Stanowisko przekazuje się Komitetowi.

Uzasadnienie

1. Wzór odpowie na pytania szkół raz, a nie 314 razy.
"""
COMMENT = "Najwięcej pytań mamy o dowóz. Dodajmy kalkulator."


def position_is_written(tomasz: Person, evidence: str) -> None:
    """The first version, once what is missing has been named and mended; with the practice as evidence."""
    tomasz.goes_home()
    tomasz.follows("Otwórz stanowisko")
    tomasz.writes("Krótki tytuł", TITLE)
    tomasz.writes("Pełny tytuł, taki jak w tekście", MATTER)
    tomasz.presses("Otwórz stanowisko")
    tomasz.sees("Stanowisko jest otwarte. Teraz napisz tekst.")
    tomasz.follows("Pisz cały tekst")
    tomasz.writes("Cały tekst", TEXT)
    tomasz.presses("Zapisz szkic")
    tomasz.sees("Szkic zapisano.", "§ 1.", FIRST)

    tomasz.follows(TITLE)
    tomasz.follows("Otwórz uzgodnienia")
    tomasz.sees("Tego nie można jeszcze zrobić. Brakuje:", "Opublikuj pierwszą wersję tekstu.")
    tomasz.follows("W tekście nie ma postulatu z adresatem. Oznacz jako postulat co najmniej jedną część.")
    for place in ("§ 1", "§ 2"):
        marks_demand(tomasz, place)
    tomasz.writes("Co nowego w tej wersji", "Pierwsza wersja.")
    tomasz.presses("Opublikuj wersję")
    tomasz.sees("Wersja opublikowana.", "Postulat 1, adresat: Mazowiecki Komitet Rozwoju Ekonomii Społecznej")

    tomasz.follows("§ 1", within=tomasz.part("Tekst stanowiska", "article"))
    tomasz.follows("Dodaj dowód", within=tomasz.part("Tekst stanowiska", "article"))
    tomasz.writes("Adres praktyki, wątku albo stanowiska w tym serwisie", evidence)
    tomasz.presses("Zacytuj")
    tomasz.sees("Dowód zacytowano.", PRACTICE)


def marks_demand(tomasz: Person, place: str) -> None:
    tomasz.follows(f"Zmień: {place}")
    tomasz.ticks("To jest postulat", "Mazowiecki Komitet Rozwoju Ekonomii Społecznej")
    tomasz.presses("Zapisz")
    tomasz.sees("Szkic roboczy")


def position_is_talked_over(story: Story, tomasz: Person, anna: Person, evidence: str) -> None:
    """The consultation: a notice, a comment at a paragraph, a second version that answers it."""
    tomasz.follows("Otwórz uzgodnienia")
    tomasz.writes("Do którego dnia", str(story.clock.today()))
    tomasz.presses("Otwórz uzgodnienia")
    tomasz.sees("albo późniejszy dzień.")
    tomasz.writes("Do którego dnia", str(story.clock.today() + timedelta(days=14)))
    tomasz.presses("Otwórz uzgodnienia")
    tomasz.sees("Uzgodnienia, zostało 14 dni.")
    story.run_jobs()

    anna.goes_home()
    anna.sees("Trwają uzgodnienia. Przeczytaj tekst i skomentuj go.")
    anna.follows("Przeczytaj i skomentuj", exact=False)
    anna.sees(MATTER, FIRST, PRACTICE)
    anna.follows("§ 1", within=anna.part("Tekst stanowiska", "article"))
    anna.follows("Skomentuj", within=anna.part("Tekst stanowiska", "article"))
    anna.sees("Komentarze: § 1")
    anna.writes("Twój komentarz", COMMENT)
    anna.presses("Dodaj komentarz")
    anna.sees(COMMENT)
    story.run_jobs()

    tomasz.goes_home()
    tomasz.sees("1 nowy komentarz")
    tomasz.follows("Zobacz komentarze", exact=False)
    tomasz.sees(COMMENT, "Gmina Wąsewo")
    tomasz.follows("Pisz dalej")
    tomasz.follows("Zmień: § 1")
    tomasz.writes("Tekst", CHANGED)
    tomasz.presses("Zapisz")
    tomasz.writes("Co nowego w tej wersji", "Kalkulator dowozu w § 1, z uwagi Gminy Wąsewo.")
    tomasz.presses("Opublikuj wersję")
    tomasz.sees("projekt, wersja 2")

    anna.opens(evidence)
    anna.sees("Cytują tę praktykę")
    anna.follows(TITLE, exact=False)
    anna.follows("Zmiany od wersji 1")
    anna.sees("Zmieniona 1 jednostka", "wraz z kalkulatorem dowozu")
    added = anna.main.get_by_role("insertion")
    assert "kalkulatorem dowozu" in " ".join(added.all_inner_texts()), added.all_inner_texts()
