"""How the five come in: the administrator by command, the others by invitation or application."""

from tests.browser.story_people import Person, Story, link_in

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer<<>>\nstartxref\n9\n%%EOF\n"


def administrator_begins(story: Story) -> Person:
    """On a fresh machine there is nobody: a command makes the first account."""
    ewa = story.appears("Ewa Mazurek", "ewa.mazurek@mcps.example")
    made = story.app.test_cli_runner().invoke(
        args=["auth", "create-admin", ewa.email, "--name", ewa.name, "--password", ewa.password]
    )
    assert made.exit_code == 0, made.output
    ewa.goes_home()
    ewa.sees("0 wątków", "0 praktyk", "0 stanowisk")
    with ewa.without_mouse():
        ewa.follows("Zaloguj się")
        ewa.fills_in_sign_in()
    return ewa


def moderator_joins(story: Story, ewa: Person) -> Person:
    """The administrator invites; on a machine without SMTP the letter is read in the application."""
    magda = story.appears("Magdalena Siwek", "magdalena.siwek@mcps.example")
    ewa.goes_to_desk()
    ewa.follows("Zaproszenia")
    ewa.ticks("Moderator (MCPS)")
    ewa.writes("Adres e-mail", magda.email)
    ewa.writes("Imię i nazwisko", magda.name)
    ewa.presses("Zaproś tę osobę")
    ewa.sees(f"Zaproszenie idzie na adres {magda.email}. Działa 7 dni.")
    story.run_jobs()
    ewa.goes_to_desk()
    ewa.follows("Wysłane listy")
    ewa.follows("Zaproszenie do Wspólnego Głosu", exact=False)
    ewa.sees("zaprasza Cię do zespołu, który prowadzi Wspólny Głos")
    accepts(magda, link_in(ewa.main.inner_text()))
    return magda


def accepts(person: Person, link: str) -> None:
    """The page of an invitation, then the first sign-in."""
    person.opens(link)
    person.sees("Witaj we Wspólnym Głosie")
    person.writes("Hasło", person.password)
    person.presses("Przyjmij zaproszenie")
    person.sees("Zaloguj się swoim adresem i hasłem.")
    person.fills_in_sign_in()


def advocate_is_invited(story: Story, magda: Person) -> Person:
    """MCPS invites for a unit."""
    anna = story.appears("Anna Kalinowska", "anna.kalinowska@wasewo.example")
    magda.goes_to_desk()
    magda.sees("Nic na Ciebie nie czeka")
    magda.follows("Zaproszenia")
    magda.ticks("Rzecznik gminy lub powiatu")
    magda.writes("Adres e-mail", anna.email)
    magda.writes("Imię i nazwisko", anna.name)
    magda.writes("Gmina lub powiat", "Gmina Wąsewo")
    magda.presses("Zaproś tę osobę")
    magda.sees("Zaproszenie idzie na adres", "Rzecznik: Gmina Wąsewo")
    letter = story.letter_to(anna)
    assert "Gmina Wąsewo" in letter
    accepts(anna, link_in(letter))
    anna.sees("Twoje mandaty", "Gmina Wąsewo")
    return anna


def advocate_applies(story: Story, magda: Person) -> Person:
    """The other way in: to apply with the document; a moderator confirms."""
    tomasz = story.appears("Tomasz Rybicki", "tomasz.rybicki@ostrowiec.example")
    tomasz.goes_home()
    tomasz.follows("Zaloguj się")
    tomasz.follows("Zgłoś się do roli rzecznika swojej gminy lub powiatu")
    tomasz.writes("Imię i nazwisko", tomasz.name)
    tomasz.writes("Służbowy adres e-mail", tomasz.email)
    tomasz.writes("Gmina lub powiat", "powiat ostrowski")
    tomasz.attaches("Dokument wyznaczenia", "zarządzenie.pdf", PDF)
    tomasz.presses("Złóż zgłoszenie")
    tomasz.sees("Potwierdź swój adres", tomasz.email)
    tomasz.opens(story.link_to(tomasz))
    tomasz.presses("Potwierdź i przekaż do MCPS")
    tomasz.sees("Zgłoszenie jest w MCPS")

    magda.goes_to_desk()
    magda.follows("Zgłoszenie: Tomasz Rybicki")
    magda.sees("powiat ostrowski", "Otwórz dokument: zarządzenie.pdf")
    magda.presses("Potwierdź mandat")
    magda.sees("Mandat jest potwierdzony.")
    tomasz.opens(story.link_to(tomasz))
    tomasz.writes("Nowe hasło", tomasz.password)
    tomasz.presses("Ustaw hasło")
    tomasz.fills_in_sign_in()
    tomasz.sees("powiat ostrowski")
    return tomasz


def secretary_is_invited(story: Story, magda: Person) -> Person:
    """The Committee's secretary: whom she represents is asked for when it is missing."""
    teresa = story.appears("Teresa Jabłonowska", "teresa.jablonowska@komitet.example")
    magda.goes_to_desk()
    magda.follows("Zaproszenia")
    magda.ticks("Członek Regionalnego Komitetu")
    magda.writes("Adres e-mail", teresa.email)
    magda.writes("Imię i nazwisko", teresa.name)
    magda.ticks("Sekretarz Komitetu")
    magda.presses("Zaproś tę osobę")
    magda.sees("Wybierz, kogo ta osoba reprezentuje.")
    magda.chooses("Kogo reprezentuje", "Marszałek województwa")
    magda.presses("Zaproś tę osobę")
    magda.sees("Sekretarz Regionalnego Komitetu")
    accepts(teresa, story.link_to(teresa))
    return teresa
