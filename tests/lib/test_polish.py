"""Sorting, folding, counting, dates and numbers in Polish and in English."""

import unicodedata
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.lib import polish
from app.lib.clock import WARSAW
from tests.timing import assert_quick

# In the order of ICU's Polish collation, as a browser's Intl.Collator gives it.
IN_ORDER = (
    "1|10|2|a|A|a b|ab|aB|Ab|AB|ą|Ą|Cegłów|Ciechanów|Czosnów|Ćmielów|gmina 1|Gmina 1|gmina 10|gmina 2|Legionowo|Lublin"
    "|Łochów|łódź|Łódź|ŁÓDŹ|m. st. Warszawa|m.st. Warszawa|Maków Mazowiecki|Mińsk|Mińsk Mazowiecki|Mława|Młynarze|mst|Nowe Miasto"
    "|Nowe Miasto nad Pilicą|Nowy Dwór|Nowy-Dwór|Nowydwór|Ostrołęka|ostrowski|Ostrów Mazowiecka|Otwock|Sanniki|Słubice|Szelków"
    "|Szydłowiec|Świercze|Zabrodzie|Zakroczym|Ząbki|Ząbkowice|Zbuczyn|Zielonka|zorza|Zurich|Zürich|Zwoleń|Źródła|Żabia Wola|Żelechów|Żuromin|Żyrardów"
).split("|")

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=UTC)  # 15.30 in Warsaw


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_order_is_that_of_the_polish_alphabet() -> None:
    assert sorted(IN_ORDER, key=polish.sort_key) == IN_ORDER


def test_foreign_letters_stand_with_their_plain_ones() -> None:
    names = ["zurichski", "zürich", "Zürich", "Zurich", "Δ", "ssb", "ßa"]
    assert sorted(names, key=polish.sort_key) == ["ßa", "ssb", "Zurich", "zürich", "Zürich", "zurichski", "Δ"]


@given(st.text())
def test_sort_key_is_ascii_and_the_same_for_both_unicode_forms(text) -> None:
    key = polish.sort_key(text)
    assert key.isascii()
    assert key == polish.sort_key(unicodedata.normalize("NFC", text))


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert polish.fold(polish.fold(text)) == polish.fold(text)


def test_folded_text_is_what_a_hurried_person_types() -> None:
    assert polish.fold("Zażółć GĘŚLĄ jaźń, Łódź") == "zazolc gesla jazn, lodz"


@pytest.mark.parametrize(
    ("count", "word"),
    [
        (1, "głos"),
        (2, "głosy"),
        (4, "głosy"),
        (5, "głosów"),
        (0, "głosów"),
        (12, "głosów"),
        (22, "głosy"),
        (112, "głosów"),
        (101, "głosów"),
    ],
)
def test_plural_form(count, word) -> None:
    assert polish.plural(count, "głos", "głosy", "głosów") == word


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("w gminie i w powiecie", "w_gminie i_w_powiecie"),
        ("Z nami (o tym) „a to”", "Z_nami (o_tym) „a_to”"),
        ("§ 2 ust. 1 pkt 3 lit. a", "§_2 ust._1 pkt_3 lit._a"),
        ("nr 7, art. 5, poz. 1173", "nr_7, art._5, poz._1173"),
        ("2 400 zł i 10 %, 1 234 567 zł", "2_400_zł i_10_%, 1_234_567_zł"),
        ("12 października 2026 r.", "12_października 2026_r."),
        ("godz. 23.59", "godz._23.59"),
        ("https://x.pl/w/a?i=o dalej", "https://x.pl/w/a?i=o dalej"),
        ("al. to kw", "al. to kw"),
        ("w  dwóch", "w  dwóch"),
        ("koniec w", "koniec w"),
        ("w 2026 120 osób", "w_2026 120 osób"),
    ],
)
def test_lines_do_not_end_on_short_words(text, bound) -> None:
    assert polish.bind_short_words(text) == bound.replace("_", "\u00a0")


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                "w",
                "i",
                "§",
                "2",
                "400",
                "zł",
                "%",
                "12",
                "maja",
                "ust.",
                "a",
                "(",
                "słowo",
                " ",
                " ",
                " ",
                "\n",
                "\u00a0",
                "https://x.pl/",
            ]
        )
    ).map("".join)
)
def test_binding_twice_is_binding_once_and_changes_only_spaces(text) -> None:
    once = polish.bind_short_words(text)
    assert polish.bind_short_words(once) == once
    assert plain(once) == plain(text)


def test_binding_a_long_text_is_fast() -> None:
    long = ("a " * 100_000, "1 " * 100_000, "123 " * 50_000, "§ " * 100_000, "a" * 200_000)
    assert_quick(lambda: [polish.bind_short_words(text) for text in long], seconds=3)


def test_dates_in_words() -> None:
    assert plain(polish.date_words(date(2026, 10, 12))) == "12 października 2026"
    assert plain(polish.date_words(date(2026, 10, 12), "en_GB")) == "12 October 2026"
    assert plain(polish.date_words(datetime(2026, 12, 31, 23, 30, tzinfo=UTC))) == "1 stycznia 2027", (
        "the day in Warsaw"
    )
    assert plain(polish.legal_date(date(2026, 11, 24))) == "24 listopada 2026 r."
    assert plain(polish.datetime_words(NOW)) == "24 listopada 2026, godz. 15.30"
    assert plain(polish.datetime_words(NOW, "en")) == "24 November 2026, 15:30"
    assert polish.time_words(datetime(2026, 7, 1, 12, 5)) == "14.05", "a time without zone is UTC"


@pytest.mark.parametrize(
    ("before", "pl", "en"),
    [
        (timedelta(seconds=20), "przed chwilą", "just now"),
        (timedelta(seconds=-30), "przed chwilą", "just now"),
        (timedelta(minutes=1), "1 minutę temu", "1 minute ago"),
        (timedelta(minutes=22), "22 minuty temu", "22 minutes ago"),
        (timedelta(hours=2), "2 godziny temu", "2 hours ago"),
        (timedelta(hours=15), "15 godzin temu", "15 hours ago"),
        (timedelta(hours=24, minutes=25), "wczoraj, 15.05", "yesterday, 15:05"),
        (timedelta(days=3), "3 dni temu", "3 days ago"),
        (timedelta(days=6), "6 dni temu", "6 days ago"),
        (timedelta(days=7), "17 listopada 2026", "17 November 2026"),
        (timedelta(days=-1), "25 listopada 2026, godz. 15.30", "25 November 2026, 15:30"),
    ],
)
def test_age_only_under_a_week(before, pl, en) -> None:
    assert plain(polish.ago(NOW - before, NOW)) == pl
    assert plain(polish.ago(NOW - before, NOW, "en")) == en


def test_age_goes_by_true_time_when_the_clocks_change() -> None:
    now = datetime(2026, 10, 25, 3, 30, tzinfo=WARSAW)
    assert plain(polish.ago(datetime(2026, 10, 25, 0, 30, tzinfo=WARSAW), now)) == "4 godziny temu"


@given(
    st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)),
    st.timedeltas(timedelta(0), timedelta(9)),
)
def test_age_is_told_for_any_time(then, passed) -> None:
    then = then.replace(tzinfo=UTC)
    assert polish.ago(then, then + passed)


def test_numbers_and_money() -> None:
    assert plain(polish.number(2278)) == "2 278"
    assert plain(polish.number(1234567.5)) == "1 234 567,5"
    assert polish.number(1234567.5, "en") == "1,234,567.5"
    assert polish.number(-3) == "−3"
    assert polish.number(Decimal("2.50")) == "2,5"
    assert polish.number(2.345, digits=2) == "2,35"
    assert polish.number(0) == "0"
    assert plain(polish.money(18600)) == "18 600 zł"
    assert plain(polish.money(Decimal("99.5"))) == "99,50 zł"
    assert plain(polish.money(18600, "en")) == "PLN 18,600"
    assert plain(polish.percent(149, 204)) == "73,0 %"
    assert polish.percent(149, 204, "en") == "73.0%"
    assert polish.percent(0, 0) == "–"
    assert [plain(polish.file_size(size)) for size in (900, 41_000, 999_600, 2_450_000)] == [
        "900 B",
        "41 KB",
        "1,0 MB",
        "2,5 MB",
    ]
