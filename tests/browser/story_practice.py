"""A good practice: described step by step, sent back with a reason, corrected, published, found by others."""

import io

from PIL import Image

from tests.browser.story_people import Person, Story

TITLE = "Spółdzielnia socjalna gotuje obiady dla trzech szkół"
SUMMARY = (
    "Szkoły kupowały obiady dowożone z daleka, coraz droższe i zimne. Gmina zaprosiła do współpracy spółdzielnię "
    "socjalną, która dostała lokal po stołówce. Dziś obiady gotuje się na miejscu dla trzech szkół."
)
REASON = "Dopisz, ile kosztowało uruchomienie kuchni. Inne gminy zapytają o to najpierw."


def a_photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (640, 420), (94, 122, 86)).save(out, "JPEG")
    return out.getvalue()


def practice_is_described_and_published(story: Story, anna: Person, magda: Person) -> None:
    anna.goes_home()
    anna.follows("Opisz praktykę", nth=-1)
    describes(anna)
    sends_in(anna)

    magda.goes_to_desk()
    magda.follows(TITLE)
    magda.sees("Karta jest kompletna.")
    magda.ticks("Odeślij do uzupełnienia")
    magda.presses("Zdecyduj")
    magda.sees("Podaj powód: przeczyta go autor.")
    magda.writes("Powód", REASON)
    magda.presses("Zdecyduj")
    magda.sees("Odesłano.")
    story.run_jobs()

    anna.goes_home()
    anna.sees("Uzupełnij praktykę", TITLE)
    anna.follows("Uzupełnij", exact=False)
    anna.sees("O co prosi moderator", REASON)
    anna.follows("5. Koszt i czas")
    start = anna.part("Koszt uruchomienia", "group")
    anna.writes("Kwota w złotych", "48000", within=start)
    anna.writes("Rok cen", "2025", within=start)
    anna.presses("Zapisz szkic")
    anna.sees("Zapisano.")
    anna.follows("Sprawdź i zgłoś")
    sends_in(anna)

    magda.goes_to_desk()
    magda.follows(TITLE)
    magda.ticks("Opublikuj jako kartę skróconą")
    magda.writes("Powód", "Opis jest kompletny, koszt jest podany.")
    magda.presses("Zdecyduj")
    magda.sees("Opublikowano.", TITLE, "48 000 zł")
    story.run_jobs()
    anna.goes_home()
    anna.sees("Twoja praktyka została opublikowana")
    anna.does_not_see("Uzupełnij praktykę")


def describes(anna: Person) -> None:
    """The six steps; what is missing in one is said at its field, and nothing that was typed is lost."""
    anna.sees_heading("Co i gdzie")
    anna.writes("W skrócie", SUMMARY)
    anna.presses("Zapisz i przejdź do kroku 2")
    anna.sees("Podaj tytuł. Możesz go później zmienić.", SUMMARY)
    anna.writes("Tytuł", TITLE)
    anna.ticks_in("Rodzaj wpisu", "Praktyka")
    anna.writes("Jednostka wiodąca", "Gmina Wąsewo")
    anna.writes("Podmiot realizujący", "Spółdzielnia Socjalna „Wspólny Stół”")
    anna.writes("Początek", "2024-09")
    anna.ticks_in("Etap dojrzałości", "Działa ponad rok")
    anna.presses("Zapisz i przejdź do kroku 2")
    anna.sees_heading("Tematy i grupy")
    anna.ticks("Żywienie w szkołach i placówkach", "Osoby bezrobotne", "Spółdzielnia socjalna", "Zakupy poniżej progu")
    anna.presses("Zapisz i przejdź do kroku 3")
    anna.writes("Problem i punkt wyjścia", "Obiady były zimne, a dowóz kosztował coraz więcej.")
    anna.writes("Co zrobiono", "Gmina użyczyła lokal, a spółdzielnia wyremontowała kuchnię.")
    anna.presses("Zapisz i przejdź do kroku 4")
    first = anna.part("Wiersz 1", "group")
    first.get_by_label("Wskaźnik").select_option(label="Osoby objęte usługą")
    anna.writes("Wartość", "214", within=first)
    anna.writes("Źródło", "sprawozdanie spółdzielni za 2025 r.", within=first)
    anna.presses("Zapisz i przejdź do kroku 5")
    anna.sees_heading("Koszt i czas")
    anna.presses("Zapisz i przejdź do kroku 6")
    anna.writes("Kontakt: stanowisko", "Referat spraw społecznych, Urząd Gminy Wąsewo")
    anna.attaches("Zdjęcie", "kuchnia.jpg", a_photo())
    anna.writes("Co jest na zdjęciu", "Kuchnia spółdzielni: blaty i kotły")
    anna.ticks(
        "Osoby, które można rozpoznać, zgadzają się na publikację, a ja mogę udostępnić zdjęcie na licencji CC BY 4.0"
    )
    anna.presses("Zapisz i sprawdź przed zgłoszeniem")


def sends_in(anna: Person) -> None:
    anna.sees("Karta skrócona jest kompletna i można ją zgłosić.")
    anna.ticks("Tekst można opublikować na licencji CC BY 4.0")
    anna.presses("Zgłoś")
    anna.sees("Zgłoszono. Moderator odpowie")


def practice_is_found(tomasz: Person) -> str:
    """By an inflected word, without Polish letters, with a slip of the finger; its address is what can be cited."""
    for words in ("obiadami dla szkoły", "spoldzielnie gotujace obiady"):
        tomasz.searches(words)
        tomasz.follows(TITLE)
        tomasz.sees_heading(TITLE)
    tomasz.searches("spółdzeilnia")
    tomasz.sees("Pokazujemy wyniki dla spółdzielnia")
    tomasz.follows(TITLE)
    tomasz.part("Kuchnia spółdzielni: blaty i kotły", "img")
    return tomasz.page.url
