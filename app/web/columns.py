"""Column types and mixins that every feature's tables share."""

from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from app.lib import clock
from app.lib.rich_text import CleanHtml, clean_html


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC (SQLite forgets the zone by itself)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class RichText(TypeDecorator[str]):
    """HTML made by people: cleaned at every write (bulk ones too), given back as Markup."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value if isinstance(value, CleanHtml) else clean_html(str(value)))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Markup | None:
        # The one place where stored text becomes markup: it was cleaned on its way in.
        return None if value is None else Markup(value)  # noqa: S704


def as_stored(html: str) -> Markup:
    """What a RichText column would give back for some HTML: for previews, where nothing is stored."""
    return Markup(clean_html(html))  # noqa: S704


class Created:
    """Mixin: the moment a row was made."""

    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
