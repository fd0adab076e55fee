"""The people of the story: each has a browser of their own, sees words, fills in labelled fields, presses named buttons.

Nothing here knows an address or a class of the style sheet, except the way home and the links that letters bring.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from flask import Flask
from playwright.sync_api import Locator, Page, expect

from app.lib.mail import stored_messages

MOST_TABS = 150
expect.set_options(timeout=10_000)
Role = Literal["button", "link"]


@dataclass
class Person:
    """Somebody at a browser."""

    name: str
    email: str
    page: Page
    password: str = "cztery proste słowa obok"
    by_keyboard: bool = False
    noted: dict[str, str] = field(default_factory=dict)

    # Looking

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def sees(self, *texts: str) -> None:
        """All of it stands on the page; waits for it."""
        for text in texts:
            expect(self.main).to_contain_text(text)

    def does_not_see(self, *texts: str) -> None:
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    def sees_heading(self, text: str) -> None:
        expect(self.page.get_by_role("heading", name=text).first).to_be_visible()

    def part(self, name: str | re.Pattern[str], role: Any = "region") -> Locator:
        """A named part of the page: a region, an article, a table."""
        found = self.page.get_by_role(role, name=name)
        expect(found.first).to_be_visible()
        return found.first

    # Going

    def goes_home(self) -> None:
        self.page.goto("/")

    def opens(self, address: str) -> None:
        """An address that somebody was given: by a letter, by another person."""
        self.page.goto(address)

    def follows(self, name: str, *, within: Locator | None = None, exact: bool = True, nth: int = 0) -> None:
        self._use("link", name, within, exact, nth)

    def presses(self, name: str, *, within: Locator | None = None, exact: bool = True, nth: int = 0) -> None:
        self._use("button", name, within, exact, nth)

    def _use(self, role: Role, name: str, within: Locator | None, exact: bool, nth: int) -> None:
        found = _words(name)
        target = (within or self.page).get_by_role(role, name=re.compile(f"^{found}$" if exact else found)).nth(nth)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            if self.by_keyboard:
                expect(target).to_be_visible()
                self._tabs_to(target)
                self.page.keyboard.press("Enter")
            else:
                target.click()

    # Filling in

    def writes(self, label: str, text: str, *, within: Locator | None = None) -> None:
        target = (within or self.main).get_by_label(_label(label)).first
        if self.by_keyboard:
            self._tabs_to(target)
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(text)
        else:
            target.fill(text)

    def chooses(self, label: str, option: str) -> None:
        """A line of a list."""
        self.main.get_by_label(_label(label)).first.select_option(label=option)

    def ticks(self, *labels: str) -> None:
        """Boxes, or one of several answers."""
        for label in labels:
            target = self.main.get_by_label(label, exact=True).first
            if self.by_keyboard:
                self._tabs_to(target)
                self.page.keyboard.press("Space")
            else:
                target.check()

    def ticks_in(self, question: str, answer: str) -> None:
        """One answer of a question, where another question has the same words."""
        self.part(question, "group").get_by_label(answer, exact=True).check()

    def searches(self, words: str) -> None:
        """By the field at the top of every page, with the Enter key."""
        field = self.page.get_by_role("banner").get_by_role("searchbox")
        field.fill(words)
        with self.page.expect_navigation(wait_until="domcontentloaded"):
            field.press("Enter")

    def attaches(self, label: str, name: str, content: bytes) -> None:
        kinds = {"pdf": "application/pdf", "jpg": "image/jpeg"}
        self.main.get_by_label(_label(label)).first.set_input_files(
            {"name": name, "mimeType": kinds[name.rpartition(".")[2]], "buffer": content}
        )

    # Without a mouse

    @contextmanager
    def without_mouse(self) -> Iterator[None]:
        """Inside the block everything is done by Tab, Enter and Space."""
        self.by_keyboard = True
        yield
        self.by_keyboard = False

    def _tabs_to(self, target: Locator) -> None:
        for _step in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.name} does not reach {target} by the Tab key on {self.page.url}")

    # Coming and going

    def signs_in(self) -> None:
        self.goes_home()
        self.follows("Zaloguj się")
        self.fills_in_sign_in()

    def fills_in_sign_in(self) -> None:
        self.writes("Adres e-mail", self.email)
        self.writes("Hasło", self.password)
        self.presses("Zaloguj się", within=self.main)
        self.sees("Czeka na Ciebie")

    def opens_from_account_menu(self, name: str) -> None:
        menu = self.page.get_by_role("banner")
        menu.locator("summary").filter(has_text="Menu konta").click()
        self.follows(name, within=menu)

    def goes_to_desk(self) -> None:
        self.opens_from_account_menu("Panel moderatorów")


@dataclass
class Story:
    """What the chapters share: the clock, the worker, the letters, and those who have appeared so far."""

    app: Flask
    clock: Any
    run_jobs: Callable[[], int]
    open_page: Callable[..., Page]
    with_scripts: bool
    people: dict[str, Person] = field(default_factory=dict)

    def appears(self, name: str, email: str = "") -> Person:
        """A new person at a browser of their own, signed in nowhere."""
        person = Person(name, email, self.open_page(javascript=self.with_scripts))
        self.people[name] = person
        return person

    def letter_to(self, person: Person) -> str:
        """The text of the newest letter to somebody, once the worker has done its part."""
        self.run_jobs()
        folder = Path(self.app.config["DATA_DIR"]) / "mail"
        found = [one for one in stored_messages(folder) if one.to == person.email]
        assert found, f"no letter to {person.email}"
        return max(found, key=lambda one: (folder / one.name).stat().st_mtime_ns).text

    def link_to(self, person: Person) -> str:
        return link_in(self.letter_to(person))


def _label(words: str) -> re.Pattern[str]:
    """The words of a label; those of a field that may stay empty say so as well."""
    return re.compile(rf"^\s*{_words(words)}(\s+\(nieobowiązkowe\))?\s*$")


def _words(words: str) -> str:
    """A pattern of these words, whatever the spaces; words for the ear alone follow the seen ones after a space."""
    found = r"\s+".join(map(re.escape, words.split()))
    return found.replace(":", r"\s*:").replace("/", r"\/")


def link_in(text: str) -> str:
    """The one address in a letter."""
    found = re.findall(r"http://\S+", text)
    assert len(found) == 1, text
    return str(found[0])
