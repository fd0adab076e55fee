"""From Polish text to index terms."""

from app.search.analysis.polish import PolishAnalysis, Slot, polish
from app.search.analysis.tokens import fold, pieces

__all__ = ["PolishAnalysis", "Slot", "analyser_version", "fold", "pieces", "polish"]


def analyser_version() -> str:
    """Names what decides the terms of the index; an index made under another name is rebuilt."""
    return polish().version
