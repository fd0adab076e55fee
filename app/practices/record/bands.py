"""Bands for filters, computed from amounts and months; borders as in the lists of costs and times of preparation."""

from collections.abc import Mapping
from typing import Any

COSTS = (
    (0, "bezkosztowe"),
    (10_000, "do-10tys"),
    (50_000, "10-50tys"),
    (130_000, "50-130tys"),
    (500_000, "130-500tys"),
    (2_000_000, "500tys-2mln"),
)
NOT_ESTABLISHED = "nieustalone"
PREPARATION = ((3, "do-3-mies"), (6, "3-6-mies"), (12, "6-12-mies"), (24, "12-24-mies"))
PROCUREMENT_THRESHOLD = 170_000  # PLN net, since 1 January 2026


def cost_band(cost: Mapping[str, Any] | None) -> str:
    """The slug of the band of a cost, from its amount or, without one, as it was given; empty where nothing is said."""
    if not cost:
        return ""
    amount = cost.get("amount")
    if amount is None:
        return str(cost.get("band") or NOT_ESTABLISHED)
    return next((slug for most, slug in COSTS if amount <= most), "ponad-2mln")


def prep_band(months: int | None) -> str:
    """The slug of the band of a time of preparation."""
    if months is None:
        return ""
    return next((slug for most, slug in PREPARATION if months <= most), "ponad-24-mies")
