"""Believable Polish for the bench: sentences of the demonstration's texts put together anew, always in the same way."""

import random
import re
from collections.abc import Iterator
from typing import Any

from app.demo.content import read

WORDS_OF_A_POST = (40, 230)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZĄĆĘŁŃÓŚŹŻ„])")
_MARKS = re.compile(r"[*_`#\[\]()<>|~@]")
_SHORT, _LONG = 20, 260


class Composer:
    """Makes texts from the pool of sentences; the same seed gives the same texts."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.sentences = sorted(set(_sentences()))
        self.questions = [one for one in self.sentences if one.endswith("?") and len(one) <= 100]
        self.titles = [topic["title"] for topic in read("forum.json")["topics"]]

    def paragraph(self, words: int) -> str:
        """Sentences one after another until there are about so many words."""
        chosen: list[str] = []
        count = 0
        while count < words:
            sentence = self.random.choice(self.sentences)
            chosen.append(sentence)
            count += sentence.count(" ") + 1
        return " ".join(chosen)

    def post(self) -> str:
        """The Markdown of a post: paragraphs, now and then a list, bold words, a quotation, an address."""
        words = self.random.randint(*WORDS_OF_A_POST)
        parts = [self.paragraph(min(words, 55)) for words in _portions(words, 55)]
        if self.random.random() < 0.2:
            parts.insert(1, "\n".join(f"- {self.random.choice(self.sentences)}" for _ in range(3)))
        if self.random.random() < 0.15:
            parts.insert(0, f"> {self.random.choice(self.sentences)}")
        if self.random.random() < 0.1:
            parts.append("Szczegóły są na https://www.gov.pl/web/rodzina/ekonomia-spoleczna, warto sprawdzić.")
        if self.random.random() < 0.2:
            first, _, rest = parts[-1].partition(" ")
            parts[-1] = f"**{first}** {rest}" if first.isalpha() else parts[-1]
        return "\n\n".join(parts)

    def title(self, place: str) -> str:
        """A question or a demonstration title, with a place so that titles differ."""
        if self.random.random() < 0.7:
            return f"{place}: {_small(self.random.choice(self.questions))}"
        return f"{self.random.choice(self.titles)} ({place})"


def _sentences() -> Iterator[str]:
    """Plain sentences of a usual length; what is Markdown beyond paragraphs is left out."""
    for text in _texts():
        for paragraph in text.split("\n"):
            for sentence in _END.split(paragraph.strip()):
                if _SHORT <= len(sentence) <= _LONG and not _MARKS.search(sentence) and sentence[-1] in ".?!":
                    yield sentence


def _texts() -> Iterator[str]:
    for topic in read("forum.json")["topics"]:
        yield from (post["markdown"] for post in topic["posts"])
    for practice in read("practices.jsonl"):
        yield from _long_texts(practice)
    for position in read("positions.json"):
        yield position.get("lead", "")
        yield from _long_texts(position.get("versions", []))


def _long_texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if len(value) > 60 and "://" not in value:
            yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _long_texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _long_texts(part)


def _portions(whole: int, part: int) -> list[int]:
    return [*[part] * (whole // part), whole % part or part] if whole >= part else [whole]


def _small(sentence: str) -> str:
    """The first letter small, unless the word is an acronym."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
