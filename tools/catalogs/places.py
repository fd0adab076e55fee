"""Where the catalogues lie and which files each of them speaks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# What makes a .mo of a .po: changed rules are a reason to make it anew.
RULES = (ROOT / "app" / "lib" / "polish.py", Path(__file__).with_name("compiling.py"))
HOUSE = "house"
LOCALE = "pl"
TEMPLATE_ENDINGS = {".html", ".txt", ".xml"}


@dataclass(frozen=True)
class Catalogue:
    """The messages of one feature, or of everything that has no catalogue of its own."""

    name: str
    folder: Path
    # Folders inside that speak for themselves.
    without: tuple[Path, ...] = ()

    @property
    def po(self) -> Path:
        return self.folder / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"

    @property
    def mo(self) -> Path:
        return self.po.with_suffix(".mo")

    def sources(self) -> Iterator[Path]:
        """The Python files and templates whose messages belong here, in a steady order."""
        for path in sorted(self.folder.rglob("*")):
            if any(path.is_relative_to(other) for other in self.without) or not path.is_file():
                continue
            if path.suffix == ".py" or (path.suffix in TEMPLATE_ENDINGS and "templates" in path.parts):
                yield path


def catalogues(names: Sequence[str] = (), root: Path = ROOT) -> list[Catalogue]:
    """The catalogues with these names, or all: the house's first, then the features' by name.

    A feature named for the first time gets its catalogue; a name that is no folder of app/ raises LookupError.
    """
    app = root / "app"
    own = {path.parent for path in app.glob("*/translations") if path.is_dir()}
    for name in names:
        if name != HOUSE:
            if not (app / name).is_dir() or not name.isidentifier():
                raise LookupError(f"app/{name} is not there; name a folder of app/, or {HOUSE!r} for the rest.")
            own.add(app / name)
    features = [Catalogue(folder.name, folder) for folder in sorted(own)]
    house = Catalogue(HOUSE, app, without=tuple(feature.folder for feature in features))
    return [catalogue for catalogue in (house, *features) if not names or catalogue.name in names]


def stale_catalogues(root: Path = ROOT) -> Iterator[Catalogue]:
    """Those whose .po, or the rules for compiling, are younger than their .mo."""
    rules = max(path.stat().st_mtime_ns for path in RULES)
    for catalogue in catalogues(root=root):
        if catalogue.po.exists():
            written = max(rules, catalogue.po.stat().st_mtime_ns)
            if not catalogue.mo.exists() or catalogue.mo.stat().st_mtime_ns < written:
                yield catalogue
