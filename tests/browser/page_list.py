"""Every type of page, who looks at it, and how it is reached; addresses have {names} that `places` finds in the data."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page as Tab
from sqlalchemy import func, select

from app.auth.models import Invitation, Mandate, MandateApplication
from app.auth.one_time_links import make_link
from app.extensions import db
from app.forum.addresses import topic_url
from app.forum.models import Post, Topic
from app.lib.mail import stored_messages
from app.positions.addresses import url_of
from app.positions.models import Position
from app.positions.queries.texts import demands_of, draft_of, tree_of
from app.practices.models import Practice, Revision
from app.web.mailing import mail_folder
from tests.browser.demonstration import ADOPTED, APPLICANT, READY, REVISED, UNCONFIRMED, person

ANNA, ROBERT, WIOLETTA = "anna-kalinowska", "robert-czyz", "wioletta-maj"
MAGDA, TERESA, JANUSZ, LUKASZ = "magdalena-siwek", "teresa-jablonowska", "janusz-kopec", "lukasz-borek"
Reach = Callable[[Tab, dict[str, Any]], None]


@dataclass(frozen=True)
class PageType:
    """A page, as one kind of person sees it. `then` does on the opened page what leads to the one that is meant."""

    name: str
    path: str
    viewer: str = ""
    status: int = 200
    then: Reach | None = None


def press(name: str, fields: dict[str, str] | None = None) -> Reach:
    """Fill in fields by label and press a button."""

    def reach(tab: Tab, _places: dict[str, Any]) -> None:
        for label, value in (fields or {}).items():
            tab.get_by_role("main").get_by_role("textbox", name=label).or_(
                tab.get_by_role("combobox", name=label)
            ).first.fill(value)
        tab.get_by_role("main").get_by_role("button", name=name).first.click()
        tab.wait_for_load_state()

    return reach


def cast_a_ballot(tab: Tab, places: dict[str, Any]) -> None:
    """Up to the receipt."""
    press("Wstrzymuję się")(tab, places)
    press("Oddaj głos")(tab, places)


def save_over_another(tab: Tab, places: dict[str, Any]) -> None:
    """As if somebody had saved the post while it was written."""
    tab.locator("input[name=lock_version]").evaluate("field => { field.value = 0 }")
    press("Zapisz", {"Treść": "Moje zdanie o tym jest takie."})(tab, places)


def send_with_an_old_token(tab: Tab, places: dict[str, Any]) -> None:
    """As if the page had lain open for days."""
    tab.locator("main input[name=csrf_token]").evaluate_all("fields => fields.forEach(field => { field.value = 'x' })")
    press("Opublikuj", {"Tytuł": "Pytanie sprzed tygodnia"})(tab, places)


def reword_a_part(tab: Tab, places: dict[str, Any]) -> None:
    """So much that only its author can say whether it is the same part."""
    field = tab.get_by_role("main").get_by_role("textbox").first
    text = field.input_value().replace(
        "Wnosimy do Komitetu o coroczną informację o zakupach.",
        "Wnosimy do Komitetu o spotkanie, na którym pokaże dane o zakupach gmin i powiatów.",
    )
    field.fill(text)
    press("Zapisz szkic")(tab, places)


def send_after_the_session_ended(tab: Tab, places: dict[str, Any]) -> None:
    """The form is kept; after signing in again it stands there."""
    session = tab.context.cookies()
    tab.context.clear_cookies()
    press("Opublikuj", {"Tytuł": "Pytanie, które przetrwało"})(tab, places)
    token = parse_qs(urlsplit(tab.url).query)["zachowane"][0]
    tab.context.add_cookies([{**one} for one in session if one["name"] != "zachowane"])  # type: ignore[typeddict-item]
    tab.goto(f"/zachowane/{token}")


START = (
    PageType("front", "/"),
    PageType("home", "/", ANNA),
    PageType("about", "/o-serwisie"),
    PageType("rules", "/zasady"),
    PageType("accessibility", "/deklaracja-dostepnosci"),
    PageType("privacy", "/prywatnosc"),
    PageType("search", "/szukaj?q=spółdzielnia"),
    PageType("search-of-a-kind", "/szukaj?q=klauzule&kind=topic", ANNA),
    PageType("search-empty", "/szukaj"),
    PageType("search-nothing", "/szukaj?q=kosmolot"),
    PageType("search-typo", "/szukaj?q=spóldzelnia"),
    PageType("search-long", "/szukaj?q=" + "a" * 600),
    PageType("not-found", "/nie-ma-takiej-strony", status=404),
    PageType("forbidden", "/moderacja", ANNA, status=403),
    PageType("too-many", "/praktyki?q=zbyt", status=429),
    PageType("broken", "/zasady", status=500),
)
FORUM = (
    PageType("forum", "/forum"),
    PageType("forum-signed-in", "/forum", ANNA),
    PageType("category", "/forum/kategoria/spoldzielnie", ANNA),
    PageType("tag", "/forum/tag/cus"),
    PageType("topic", "{topic}"),
    PageType("topic-signed-in", "{topic}?cytuj=2", ANNA),
    PageType("topic-long", "{long_topic}", MAGDA),
    PageType("new-topic", "/forum/nowy", ANNA),
    PageType("new-topic-refused", "/forum/nowy", ANNA, 422, press("Opublikuj")),
    PageType("new-topic-kept", "/forum/nowy", ANNA, 200, send_after_the_session_ended),
    PageType("new-topic-token", "/forum/nowy", ANNA, 400, send_with_an_old_token),
    PageType(
        "reply-preview", "{topic}", ANNA, 200, press("Pokaż podgląd", {"Treść": "Tak, **u nas** też.\n\n- raz\n- dwa"})
    ),
    PageType("post-edit", "/forum/wpis/{own_post}/edycja", ANNA),
    PageType("post-stale", "/forum/wpis/{own_post}/edycja", ANNA, 409, save_over_another),
    PageType("post-history", "/forum/wpis/{own_post}/historia", ANNA),
    PageType("topic-decision", "/forum/watek/{topic_id}/zamkniecie", MAGDA),
    PageType("post-decision", "/forum/wpis/{own_post}/ukrycie", MAGDA),
    PageType("categories", "/forum/kategorie", MAGDA),
    PageType("category-form", "/forum/kategorie/spoldzielnie", MAGDA),
)
PRACTICES = (
    PageType("practices", "/praktyki"),
    PageType("practices-filtered", "/praktyki?q=posiłki&theme=zywienie", ANNA),
    PageType("practices-none", "/praktyki?q=kosmolot"),
    PageType("practice-full", "/praktyki/{full_practice}-x", ANNA),
    PageType("practice-card", "/praktyki/{card_practice}-x"),
    PageType("practice-lesson", "/praktyki/{lesson_practice}-x"),
    PageType("practice-working", "/praktyki/{asked_practice}-x", WIOLETTA),
    PageType("practice-new", "/praktyki/nowa", ANNA),
    *(
        PageType(f"practice-step-{no}", f"/praktyki/{{asked_practice}}/edycja?krok={no}", WIOLETTA)
        for no in range(1, 6)
    ),
    PageType("practice-submission", "/praktyki/{asked_practice}/zgloszenie", WIOLETTA),
    PageType("practice-withdrawal", "/praktyki/{own_practice}/wycofanie", ANNA),
    PageType("practice-history", "/praktyki/{own_practice}/historia", ANNA),
    PageType("practice-comparison", "/praktyki/{revised_practice}/porownanie?od=1&do=2", "halina-sobieraj"),
    PageType("practice-decision", "/praktyki/{sent_practice}/decyzja", MAGDA),
    PageType("practice-hiding", "/praktyki/{card_practice}/ukrycie", MAGDA),
    PageType("practices-mine", "/moje-praktyki", WIOLETTA),
)
POSITIONS = (
    PageType("positions", "/stanowiska"),
    PageType("positions-signed-in", "/stanowiska", ANNA),
    PageType("position-consultation", "{consulted}", ANNA),
    PageType("position-voting", "{voted}"),
    PageType("position-answered", "{answered}"),
    PageType("position-new", "/stanowiska/nowe", ANNA),
    PageType("position-new-refused", "/stanowiska/nowe", ANNA, 422, press("Otwórz stanowisko")),
    PageType("position-draft", "/stanowiska/{draft_id}/szkic", ANNA),
    PageType("position-text", "/stanowiska/{draft_id}/tekst", ANNA),
    PageType("position-matches", "/stanowiska/{revised_id}/tekst", ANNA, 200, reword_a_part),
    PageType("position-discard", "/stanowiska/{revised_id}/szkic/porzucenie", ANNA),
    PageType("position-transmit", "/stanowiska/{adopted_id}/przekazanie", MAGDA),
    PageType("position-details", "/stanowiska/{draft_id}/opis", ANNA),
    PageType("position-node", "/stanowiska/{draft_id}/jednostki/{node}/edycja", ANNA),
    PageType("position-new-node", "/stanowiska/{draft_id}/jednostki/nowa?po={node}", ANNA),
    PageType("position-delete-node", "/stanowiska/{draft_id}/jednostki/{node}/usuniecie", ANNA),
    PageType("position-evidence", "/stanowiska/{consulted_id}/dowody", MAGDA),
    PageType("position-steps", "/stanowiska/{draft_id}/etap", ANNA),
    PageType("position-step", "/stanowiska/{draft_id}/etap?krok=uzgodnienia", ANNA),
    PageType("position-comments", "/stanowiska/{consulted_id}/komentarze", ANNA),
    PageType("position-versions", "/stanowiska/{consulted_id}/wersje"),
    PageType("position-version", "/stanowiska/{consulted_id}/wersje/1"),
    PageType("position-compare", "/stanowiska/{consulted_id}/porownanie"),
    PageType("position-history", "/stanowiska/{answered_id}/historia"),
)
VOTES = (
    PageType("vote-opening", "/stanowiska/{ready_id}/glosowanie/otwarcie", MAGDA),
    PageType("vote-visitor", "/stanowiska/{voted_id}/glosowanie"),
    PageType("vote", "/stanowiska/{voted_id}/glosowanie", ANNA),
    PageType("vote-confirm", "/stanowiska/{voted_id}/glosowanie", ANNA, 200, press("Za")),
    PageType("vote-receipt", "/stanowiska/{voted_id}/glosowanie", ANNA, 200, cast_a_ballot),
    PageType("result", "/stanowiska/{answered_id}/wynik"),
    PageType("result-roll-call", "/stanowiska/{answered_id}/wynik", ANNA),
    PageType("answer", "/stanowiska/{answered_id}/odpowiedz"),
    PageType("answer-desk", "/stanowiska/{committee_id}/odpowiedz/edycja", TERESA),
    PageType("answer-desk-member", "/stanowiska/{committee_id}/odpowiedz/edycja", JANUSZ),
    PageType("answer-demand", "/stanowiska/{committee_id}/odpowiedz/postulaty/{demand}", TERESA),
    PageType("print", "/stanowiska/{answered_id}/druk"),
)
PEOPLE = (
    PageType("directory", "/rzecznicy"),
    PageType("directory-search", "/rzecznicy?q=ostrow"),
    PageType("directory-nobody", "/rzecznicy?q=kosmolot"),
    PageType("person", "/rzecznicy/halina-sobieraj", ANNA),
    PageType("person-own", "/rzecznicy/anna-kalinowska", ANNA),
    PageType("message", "/rzecznicy/halina-sobieraj/wiadomosc", ANNA),
    PageType("sign-in", "/logowanie"),
    PageType("sign-in-refused", "/logowanie", "", 422, press("Zaloguj się", {"Adres e-mail": "ktos@gmina.example"})),
    PageType("reset", "/haslo/nowe"),
    PageType("letter-sent", "/haslo/nowe", "", 200, press("Przyślij odnośnik", {"Adres e-mail": "ktos@gmina.example"})),
    PageType("confirm-address", "/zgloszenie/{confirm_token}"),
    PageType("application-submitted", "/zgloszenie/{confirm_token}", "", 200, press("Potwierdź i przekaż do MCPS")),
    PageType("new-password", "/haslo/{reset_token}"),
    PageType("link-used-up", "/haslo/nie-ma-takiego", status=410),
    PageType("apply", "/zostan-rzecznikiem"),
    PageType(
        "apply-refused", "/zostan-rzecznikiem", "", 422, press("Złóż zgłoszenie", {"Gmina lub powiat": "Nibylandia"})
    ),
    PageType("invitation", "/zaproszenie/{invite_token}"),
    PageType("account", "/konto", ANNA),
    PageType("password", "/konto/haslo", ANNA),
    PageType("drafts", "/szkice", ANNA),
    PageType("drafts-none", "/szkice", TERESA),
)
DESK = (
    PageType("desk", "/moderacja", MAGDA),
    PageType("desk-administrator", "/moderacja", LUKASZ),
    PageType("log", "/moderacja/dziennik"),
    PageType("application", "/moderacja/wnioski/{application_id}", MAGDA),
    PageType("invitations", "/moderacja/zaproszenia", MAGDA),
    PageType("invitations-refused", "/moderacja/zaproszenia", MAGDA, 422, press("Zaproś tę osobę")),
    PageType("mandates", "/moderacja/mandaty", MAGDA),
    PageType("end-mandate", "/moderacja/mandaty/{mandate_id}/zakonczenie", MAGDA),
    PageType("accounts", "/administracja/osoby", LUKASZ),
    PageType("account-roles", "/administracja/osoby/halina-sobieraj", LUKASZ),
    PageType("account-roles-pending", "/administracja/osoby/robert-czyz", LUKASZ),
    PageType("confirm-password", "/konto/potwierdzenie?next=/administracja/osoby", LUKASZ),
    PageType("confirm-password-refused", "/konto/potwierdzenie", LUKASZ, 422, press("Potwierdź")),
    PageType("letters", "/administracja/poczta", LUKASZ),
    PageType("letter", "/administracja/poczta/{letter}", LUKASZ),
    PageType("jobs", "/administracja/zadania", LUKASZ),
)
ROOMS = {
    "start": START,
    "forum": FORUM,
    "practices": PRACTICES,
    "positions": POSITIONS,
    "votes": VOTES,
    "people": PEOPLE,
    "desk": DESK,
}


def places() -> dict[str, Any]:
    """What the addresses above need; asked inside a request, since addresses are made."""
    found: dict[str, Any] = {**_of_the_forum(), **_of_practices(), **_of_positions(), **_of_people()}
    missing = [name for name, value in found.items() if value is None]
    assert not missing, f"the demonstration has no {missing}"
    return found


def _of_the_forum() -> dict[str, Any]:
    hidden = db.session.scalars(select(Post).where(Post.hidden_at.is_not(None)).order_by(Post.id)).first()
    longest = db.session.scalars(select(Topic).order_by(Topic.reply_count.desc())).first()
    own = select(Post.id).where(Post.author_id == person(ANNA).id, Post.edit_count > 0)
    return {
        "topic": hidden and topic_url(hidden.topic_id, hidden.topic.slug),
        "topic_id": hidden and hidden.topic_id,
        "long_topic": longest and topic_url(longest.id, longest.slug),
        "own_post": db.session.scalar(own),
    }


def _of_practices() -> dict[str, Any]:
    def first(*conditions: Any) -> int | None:
        return db.session.scalars(select(Practice.id).where(*conditions).order_by(Practice.id)).first()

    revised = select(Revision.practice_id).where(Revision.number == 2)
    return {
        "full_practice": first(Practice.depth == "full", Practice.kind == "praktyka"),
        "card_practice": first(Practice.depth == "card"),
        "lesson_practice": first(Practice.kind == "lekcja"),
        "asked_practice": first(Practice.author_id == person(WIOLETTA).id),
        "own_practice": first(Practice.author_id == person(ANNA).id),
        "sent_practice": first(Practice.author_id == person(ROBERT).id),
        "revised_practice": db.session.scalars(revised).first(),
    }


def _of_positions() -> dict[str, Any]:
    found: dict[str, Any] = {}
    states = {"consulted": "consultation", "voted": "voting", "answered": "answered"}
    states |= {"draft": "draft", "committee": "under_review"}
    for name, state in states.items():
        position = db.session.scalars(select(Position).where(Position.state == state).order_by(Position.id)).first()
        assert position, f"the demonstration has no position in {state}"
        found |= {name: url_of(position), f"{name}_id": position.id}
    for name, title in {"revised": REVISED, "ready": READY, "adopted": ADOPTED}.items():
        found[f"{name}_id"] = db.session.scalar(select(Position.id).where(Position.title == title))
    draft = draft_of(db.session.get_one(Position, found["draft_id"]))
    nodes = tree_of(draft.id if draft else None)
    found["node"] = next(node.node_id for node in nodes.demands())
    found["demand"] = demands_of(db.session.get_one(Position, found["committee_id"]))[0].node_id
    return found


def _of_people() -> dict[str, Any]:
    halina = person("halina-sobieraj")
    letters = stored_messages(mail_folder())
    invitation = db.session.scalars(select(Invitation)).one()
    unconfirmed = db.session.scalars(select(MandateApplication.id).where(MandateApplication.email == UNCONFIRMED)).one()
    return {
        "application_id": db.session.scalar(
            select(func.max(MandateApplication.id)).where(MandateApplication.email == APPLICANT)
        ),
        "mandate_id": db.session.scalar(select(Mandate.id).where(Mandate.person_id == halina.id)),
        "confirm_token": make_link("confirm", UNCONFIRMED, unconfirmed),
        "invite_token": make_link("invite", invitation.email, invitation.id),
        "reset_token": make_link("reset", halina.email, halina.id),
        "letter": letters[0].name if letters else None,
    }
