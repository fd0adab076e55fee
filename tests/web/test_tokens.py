"""Colours: both dark blocks say the same, and every pair of text and ground is told apart well enough (WCAG AA)."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[2] / "app" / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
TEXTS = ("ink", "ink-2", "wisla", "wisla-hover", "visited", "sosna", "bursztyn", "cegla", "wrzos")
GROUNDS = ("paper", "surface", "sunken")
TINTED = ("wisla", "sosna", "bursztyn", "cegla", "wrzos")


def block(opening: str) -> dict[str, str]:
    start = TOKENS.index(opening) + len(opening)
    return dict(re.findall(r"--([\w-]+): ([^;]+);", TOKENS[start : TOKENS.index("}", start)]))


LIGHT = block(":root {\n    color-scheme: light;")
DARK = block(':root:not([data-theme="light"]) {')


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_both_dark_blocks_are_equal() -> None:
    assert block(':root[data-theme="dark"] {') == DARK


def test_both_themes_name_the_same_tokens_but_the_halo() -> None:
    assert set(LIGHT) - set(DARK) == {"focus"}


@pytest.mark.parametrize("theme", [LIGHT, {**LIGHT, **DARK}], ids=["light", "dark"])
def test_text_is_readable(theme: dict[str, str]) -> None:
    for text in TEXTS:
        for ground in GROUNDS:
            assert contrast(theme[text], theme[ground]) >= 4.5, (text, ground)
    for hue in TINTED:
        for text in ("ink", "ink-2", hue):
            assert contrast(theme[text], theme[f"{hue}-tint"]) >= 4.5, (text, hue)
    assert contrast(theme["on-accent"], theme["wisla"]) >= 4.5
    assert contrast(theme["on-accent"], theme["wisla-hover"]) >= 4.5
    for ground in GROUNDS:
        assert contrast(theme["edge"], theme[ground]) >= 3
