"""The analyser in the shape Whoosh asks for; it is pickled into the index by its name alone."""

from collections.abc import Iterator
from typing import Any

from whoosh.analysis import Analyzer, Token

from app.search.analysis.polish import polish
from app.search.analysis.tokens import pieces


class PolishAnalyzer(Analyzer):
    """Text to tokens: all terms of a word at one position, or with `surface` the lower-case word as it stands.

    Its pickle holds the one flag, so an index opens with today's code; `version()` beside the index tells the difference.
    """

    def __init__(self, surface: bool = False) -> None:
        self.surface = surface

    def __getstate__(self) -> dict[str, bool]:
        return {"surface": self.surface}

    def __setstate__(self, state: dict[str, bool]) -> None:
        self.surface = state["surface"]

    def __call__(
        self, value: str, positions: bool = False, chars: bool = False, start_pos: int = 0, start_char: int = 0,
        removestops: bool = True, mode: str = "", **options: Any,
    ) -> Iterator[Token]:  # fmt: skip
        """Stop words are left out and keep their places, whatever `removestops` says: the query side asks us, not Whoosh."""
        token = Token(positions, chars, removestops=removestops, mode=mode, **options)
        analysis = polish()
        for place, (word, start, end) in enumerate(pieces(value), start_pos):
            if not analysis.counts(word):
                continue
            for text in (word.lower(),) if self.surface else analysis.terms(word):
                token.text, token.boost, token.stopped = text, 1.0, False
                if positions:
                    token.pos = place
                if chars:
                    token.startchar, token.endchar = start_char + start, start_char + end
                yield token
