"""Which audiences a viewer belongs to; the index is asked for these only, and the database once more after it."""

from typing import Any

PUBLIC, MEMBER, ADVOCATE, COMMITTEE = "public", "member", "advocate", "committee"


def audiences_of(viewer: Any) -> frozenset[str]:
    """Everybody reads what is public; members also theirs; advocates and MCPS what advocates keep to themselves;
    committee and MCPS also the committee's."""
    found = {PUBLIC}
    if viewer.is_member:
        found.add(MEMBER)
    if viewer.is_advocate or viewer.is_deputy or viewer.is_moderator or viewer.is_administrator:
        found.add(ADVOCATE)
    if viewer.is_committee_member or viewer.is_moderator or viewer.is_administrator:
        found.add(COMMITTEE)
    return frozenset(found)
