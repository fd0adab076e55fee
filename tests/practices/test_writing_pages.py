"""An author describes a practice without script: step by step, with mistakes, until a moderator publishes it."""

import io

from PIL import Image
from sqlalchemy import func, select

from app.extensions import db
from app.moderation.models import ModerationEntry
from app.practices.models import CHANGES_REQUESTED, DRAFT, PUBLISHED, SUBMITTED, WITHDRAWN, Photo, Practice, Revision
from app.practices.photos import folder, sweep_photos
from tests.factories import a_moderator, an_advocate
from tests.factories_practices import CARD, a_draft, a_published_practice, a_sent_practice, read_anew
from tests.pages import visit


def the_practice() -> Practice:
    db.session.rollback()
    return db.session.scalars(select(Practice).order_by(Practice.id.desc())).first()


def fill_in(page):
    """From the first step to the page before sending."""
    page = page.form("Zapisz i przejdź do kroku 2").submit(
        title=CARD["title"], summary_text=CARD["summary"], kind="praktyka", unit_name="gmina Zabrodzie",
        operator_name=CARD["operator_name"], started_on="2020-01", maturity="dziala",
    )  # fmt: skip
    page = page.form("Zapisz i przejdź do kroku 3").submit(
        themes=["gastronomia-szkolna", "opieka-dzieci"], target_groups=["bezrobotni"],
        entity_kind=["spoldzielnia-osob-prawnych"], instruments=["zalozycielstwo-jst"], tags="obiady, żłobek",
    )  # fmt: skip
    page = page.form("Zapisz i przejdź do kroku 4").submit(
        {"problem": "Zimne obiady.", "solution": "Kuchnia **na miejscu**.", "legal_basis-0-act": "Ustawa z 27 kwietnia 2006 r.",
         "legal_basis-0-state_date": "1.09.2026"}
    )  # fmt: skip
    page = page.form("Zapisz i przejdź do kroku 5").submit(
        {"results-0-indicator": "posilki", "results-0-value": "214", "results-0-source": "sprawozdanie"}
    )
    page = page.form("Zapisz i przejdź do kroku 6").submit(
        cost_start="118 400", cost_start_price_year="2020", prep_months="9"
    )
    return page.form("Zapisz i sprawdź przed zgłoszeniem").submit(contact_role="Sekretarz gminy")


def test_practice_goes_from_first_step_to_publication(app, sign_in_as, run_jobs):
    author, moderator = an_advocate("Halina Sobieraj"), a_moderator()
    writer, curator = sign_in_as(author), sign_in_as(moderator)
    page = fill_in(visit(writer, "/praktyki/nowa"))
    assert "Karta skrócona jest kompletna" in page.text
    page = page.form("Zgłoś").submit(licence=True)
    assert "czeka na moderatora" in page.text
    practice = the_practice()
    assert (practice.state, practice.author_id, practice.unit_id) == (SUBMITTED, author.id, "143506")
    assert practice.current_revision.document["legal_basis"] == [
        {"act": "Ustawa z 27 kwietnia 2006 r.", "state_date": "2026-09-01"}
    ]

    desk = visit(curator, "/moderacja")
    decision = desk.link(practice.title).follow()
    page = decision.form("Zdecyduj").submit(decision="publikacja-karta", reason="Kompletna karta.")
    assert "Opublikowano" in page.text
    run_jobs()

    page = visit(app.test_client(), f"/praktyki/{practice.id}-x")
    assert page.heading == CARD["title"]
    for text in ("118 400 zł", "9", "Kuchnia na miejscu.", "Sekretarz gminy", "posiłki", "Historia zmian", "CC BY 4.0"):
        assert text.lower() in page.text.lower()
    assert "Twoja praktyka została opublikowana" in visit(writer, "/").text


def test_sent_back_practice_waits_for_its_author_with_the_reason(sign_in_as, run_jobs):
    author, moderator = an_advocate(), a_moderator()
    practice = a_sent_practice(author)
    page = visit(sign_in_as(moderator), f"/praktyki/{practice.id}/decyzja").form("Zdecyduj")
    page.submit(decision="uzupelnienie", reason="Dopisz źródło liczby obiadów.")
    assert read_anew(practice).state == CHANGES_REQUESTED
    run_jobs()
    client = sign_in_as(author)
    form = visit(client, f"/praktyki/{practice.id}/edycja?krok=4")
    assert "Dopisz źródło liczby obiadów." in form.text
    form.form("Zapisz szkic").submit({"results-0-source": "sprawozdanie za 2025 rok"})
    visit(client, f"/praktyki/{practice.id}/zgloszenie").form("Zgłoś").submit(licence=True)
    practice = read_anew(practice)
    assert (practice.state, practice.revision_count) == (SUBMITTED, 2)
    page = visit(client, f"/praktyki/{practice.id}/porownanie?od=1&do=2")
    assert "za 2025 rok" in page.find("ins").text


def test_edit_of_published_practice_waits_beside_it(app, sign_in_as):
    author, moderator = an_advocate(), a_moderator()
    practice = a_published_practice(author, moderator)
    client = sign_in_as(author)
    visit(client, f"/praktyki/{practice.id}/edycja").form("Zapisz szkic").submit(title="Nowy tytuł praktyki")
    visit(client, f"/praktyki/{practice.id}/zgloszenie").form("Zgłoś").submit(licence=True, change_note="Nowy tytuł.")
    practice = read_anew(practice)
    assert (practice.state, practice.pending, practice.title) == (PUBLISHED, SUBMITTED, CARD["title"])
    address = f"/praktyki/{practice.id}-x"
    assert visit(app.test_client(), address).heading == CARD["title"]
    page = visit(sign_in_as(moderator), f"/praktyki/{practice.id}/decyzja")
    assert "Co różni się od opublikowanego tekstu" in page.text
    page.form("Zdecyduj").submit(decision="publikacja-pelna", reason="Zgoda.")
    page = visit(app.test_client(), address)
    assert page.heading == "Nowy tytuł praktyki"
    assert "Wersja 2. Nowy tytuł." in page.text
    assert visit(app.test_client(), f"/praktyki/{practice.id}/porownanie?od=1&do=2").find("ins").text


def test_one_more_row_keeps_what_was_typed_and_saves_nothing(sign_in_as):
    author = an_advocate()
    practice = a_draft(author, results=None)
    page = visit(sign_in_as(author), f"/praktyki/{practice.id}/edycja?krok=4")
    assert "results-3-value" not in page.form("Zapisz szkic").names
    page = page.form("Dodaj wiersz: Wyniki").submit({"results-0-value": "34", "results-2-source": "dziennik"})
    values = page.form("Zapisz szkic").values
    assert values["results-0-value"] == "34"
    assert values["results-2-source"] == "dziennik"
    assert "results-3-value" in page.form("Zapisz szkic").names
    assert "results" not in read_anew(practice).draft


def test_bad_values_come_back_with_named_errors(sign_in_as):
    author = an_advocate()
    practice = a_draft(author, results=None)
    client = sign_in_as(author)
    page = visit(client, f"/praktyki/{practice.id}/edycja?krok=4").form("Zapisz szkic")
    page = page.submit({"results-1-value": "dużo", "results-1-source": "rozmowa"}, status=422)
    assert page.find("input", id="results-1-value").get("aria-invalid") == "true"
    assert page.link("Podaj liczbę.").href == "#results-1-value"
    assert page.form("Zapisz szkic").values["results-1-source"] == "rozmowa"
    page = visit(client, f"/praktyki/{practice.id}/edycja?krok=5").form("Zapisz szkic")
    page.submit(cost_start="tysiąc pięćset sto dziewięćset", prep_months="pół", status=422)
    page = visit(client, f"/praktyki/{practice.id}/edycja?krok=1").form("Zapisz szkic")
    page = page.submit(started_on="wiosną", title="", status=422)
    assert "podaj miesiąc" in page.text.lower()


def test_unit_is_chosen_by_name_and_asked_back_when_it_is_not_clear(sign_in_as):
    client = sign_in_as(an_advocate())
    page = (
        visit(client, "/praktyki/nowa").form("Zapisz szkic").submit(title="Kuchnia", unit_name="Radzanów", status=422)
    )
    assert "Może chodzić o kilka jednostek" in page.text
    assert "Gmina Radzanów, powiat mławski" in page.text
    page.form("Zapisz szkic").submit(unit_choice="141304")
    assert the_practice().unit_id == "141304"
    page = visit(client, "/praktyki/nowa").form("Zapisz szkic").submit(title="Kuchnia", unit_name="Kraków", status=422)
    assert "Na Mazowszu nie ma jednostki o tej nazwie" in page.text
    assert page.form("Zapisz szkic").values["title"] == "Kuchnia"


def test_incomplete_card_is_not_sent_and_says_what_is_missing(sign_in_as):
    author = an_advocate()
    practice = a_draft(author, summary=None, themes=None)
    page = (
        visit(sign_in_as(author), f"/praktyki/{practice.id}/zgloszenie").form("Zgłoś").submit(licence=True, status=422)
    )
    assert "Do karty skróconej brakuje 2 pól:" in page.text
    page.link("Tematy").follow()
    assert read_anew(practice).state == DRAFT


def test_stale_edit_shows_both_texts(sign_in_as):
    author, moderator = an_advocate(), a_moderator()
    practice = a_draft(author)
    first = visit(sign_in_as(author), f"/praktyki/{practice.id}/edycja?krok=3")
    second = visit(sign_in_as(moderator), f"/praktyki/{practice.id}/edycja?krok=3")
    first.form("Zapisz szkic").submit(problem="Pierwszy opis.")
    page = second.form("Zapisz szkic").submit(problem="Drugi opis.", status=409)
    assert "Pierwszy opis." in page.text
    assert "Drugi opis." in page.text
    page.form("Zapisz mój tekst").submit()
    assert read_anew(practice).draft["problem"] == "Drugi opis."


def test_second_click_makes_one_practice(sign_in_as):
    form = visit(sign_in_as(an_advocate()), "/praktyki/nowa").form("Zapisz szkic")
    one, two = form.send(title="Kuchnia"), form.send(title="Kuchnia")
    assert one.headers["Location"] == two.headers["Location"]
    assert db.session.scalar(select(func.count()).select_from(Practice)) == 1


def test_taken_back_practice_can_be_edited_again(sign_in_as):
    author = an_advocate()
    practice = a_sent_practice(author)
    client = sign_in_as(author)
    page = visit(client, f"/praktyki/{practice.id}/edycja")
    assert "jest teraz u moderatorów" in page.text
    page.form("Zapisz szkic").submit(title="Inny", status=409)
    page.form("Cofnij zgłoszenie, żeby edytować").submit()
    practice = read_anew(practice)
    assert (practice.state, practice.revision_count) == (DRAFT, 1)
    assert practice.draft["title"] == CARD["title"]


def test_withdrawn_practice_leaves_the_base_and_can_come_back(app, sign_in_as):
    author = an_advocate()
    practice = a_published_practice(author)
    visit(sign_in_as(author), f"/praktyki/{practice.id}/wycofanie").form("Wycofaj").submit()
    assert read_anew(practice).state == WITHDRAWN
    visit(app.test_client(), f"/praktyki/{practice.id}-x", status=404)
    assert CARD["title"] not in visit(app.test_client(), "/praktyki").text
    client = sign_in_as(author)
    visit(client, f"/praktyki/{practice.id}/edycja").form("Zapisz szkic").submit(title="Wracamy")
    assert read_anew(practice).state == DRAFT


def test_hidden_practice_is_seen_by_author_and_moderators_only(app, sign_in_as):
    author, moderator = an_advocate(), a_moderator()
    practice = a_published_practice(author)
    page = visit(sign_in_as(moderator), f"/praktyki/{practice.id}/ukrycie")
    page.form("Ukryj").submit(reason="", status=422)
    page.form("Ukryj").submit(reason="Dane osobowe w opisie.")
    visit(app.test_client(), f"/praktyki/{practice.id}-x", status=404)
    assert "Ukryte przez moderatora" in visit(sign_in_as(author), f"/praktyki/{practice.id}-x").text
    visit(sign_in_as(moderator), f"/praktyki/{practice.id}/ukrycie").form("Pokaż znowu").submit(reason="Poprawione.")
    visit(app.test_client(), f"/praktyki/{practice.id}-x")
    db.session.rollback()
    assert [one.act for one in db.session.scalars(select(ModerationEntry).order_by(ModerationEntry.id))] == [
        "hide",
        "restore",
    ]


def test_photo_is_made_anew_and_given_to_readers_only(app, sign_in_as):
    author, moderator = an_advocate(), a_moderator()
    practice = a_draft(author)
    client = sign_in_as(author)
    form = visit(client, f"/praktyki/{practice.id}/edycja?krok=6").form("Zapisz szkic")
    form.submit(photo=(a_jpeg(), "kuchnia.jpg"), status=422)
    form.submit(
        photo=(io.BytesIO(b"<svg onload=alert(1)>"), "kuchnia.jpg"), photo_alt="Kuchnia", photo_consent=True, status=422
    )
    form.submit(photo=(a_jpeg(), "kuchnia.jpg"), photo_alt="Kuchnia szkolna", photo_consent=True)
    practice = read_anew(practice)
    (row,) = practice.draft["photos"]
    assert (row["alt"], row["consent"]) == ("Kuchnia szkolna", True)
    address = f"/praktyki/{practice.id}/zdjecie/{row['file']}"
    response = client.get(address)
    assert response.mimetype == "image/webp"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"Exif" not in response.data
    assert app.test_client().get(address).status_code == 404
    visit(client, f"/praktyki/{practice.id}/zgloszenie").form("Zgłoś").submit(licence=True)
    visit(sign_in_as(moderator), f"/praktyki/{practice.id}/decyzja").form("Zdecyduj").submit(
        decision="publikacja-karta", reason="Zgoda."
    )
    assert app.test_client().get(address).status_code == 200
    assert visit(app.test_client(), f"/praktyki/{practice.id}-x").find("img")["alt"] == "Kuchnia szkolna"
    visit(client, f"/praktyki/{practice.id}/edycja?krok=6").form("Zapisz szkic").submit(photo_remove=True)
    assert "photos" not in read_anew(practice).draft
    assert app.test_client().get(address).status_code == 200, "the published text still shows it"
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 1


def test_replaced_photo_is_forgotten_after_a_day_and_a_shown_one_stays(sign_in_as, clock):
    author = an_advocate()
    practice = a_draft(author)
    client = sign_in_as(author)
    for _ in range(2):
        form = visit(client, f"/praktyki/{practice.id}/edycja?krok=6").form("Zapisz szkic")
        form.submit(photo=(a_jpeg(), "kuchnia.jpg"), photo_alt="Kuchnia szkolna", photo_consent=True)
    kept = read_anew(practice).draft["photos"][0]["file"]
    sweep_photos()
    assert len(list(folder().iterdir())) == 2
    clock.move(days=2)
    sweep_photos()
    assert [path.name for path in folder().iterdir()] == [kept]
    assert list(db.session.scalars(select(Photo.stored_name))) == [kept]


def test_revisions_are_never_changed(app):
    author = an_advocate()
    practice = a_published_practice(author)
    before = db.session.scalars(select(Revision)).one().document
    from app.practices import actions

    actions.save_draft(author, practice, {"title": "Inny tytuł"}, lock_version=None)
    db.session.expire_all()
    assert db.session.scalars(select(Revision)).one().document == before


def a_jpeg() -> io.BytesIO:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "aparat"
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG", exif=exif)
    out.seek(0)
    return out
