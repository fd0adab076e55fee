"""The 351 units: 314 gminas (five of them cities with powiat rights) and 37 land powiats, keyed by TERYT."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.extensions import Base


class Unit(Base):
    """A gmina, a city with powiat rights, or a land powiat. `code`: six digits of TERYT, four for a land powiat."""

    __tablename__ = "units"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))  # Wąsewo; ostrowski
    # gmina_miejska, gmina_wiejska, gmina_miejsko_wiejska, miasto_npp, powiat
    kind: Mapped[str] = mapped_column(String(24))
    powiat_code: Mapped[str] = mapped_column(String(4), index=True)  # 1416; a city with powiat rights has its own
    powiat_name: Mapped[str] = mapped_column(String(80))  # ostrowski; Płock
    subregion: Mapped[str] = mapped_column(String(60), default="")
    seat: Mapped[str] = mapped_column(String(80), default="")
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    sort_key: Mapped[str] = mapped_column(String(240), index=True)
    search_key: Mapped[str] = mapped_column(String(240), index=True)  # folded: letters without diacritics

    @property
    def is_powiat(self) -> bool:
        return self.kind == "powiat"

    @property
    def full_name(self) -> str:
        """As it stands beside a person: Gmina Wąsewo, powiat ostrowski, Miasto Płock.

        Twelve towns share their name with the gmina around them, so a town is called a town.
        """
        if self.is_powiat:
            return f"powiat {self.name}"
        return f"Miasto {self.name}" if self.kind in ("miasto_npp", "gmina_miejska") else f"Gmina {self.name}"

    @property
    def detail(self) -> str:
        """What tells two of the same name apart."""
        return "" if self.is_powiat or self.kind == "miasto_npp" else f"powiat {self.powiat_name}"


class Neighbour(Base):
    """Two units that share a border; each pair stands once, the smaller code first."""

    __tablename__ = "neighbours"

    code: Mapped[str] = mapped_column(ForeignKey("units.code"), primary_key=True)
    other_code: Mapped[str] = mapped_column(ForeignKey("units.code"), primary_key=True)

    unit: Mapped[Unit] = relationship(foreign_keys=[code])
    other: Mapped[Unit] = relationship(foreign_keys=[other_code])
