"""Makes the .mo files, with short words bound to the next one so that none is left alone at the end of a line."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo

from .places import ROOT, Catalogue, catalogues
from .updating import read, write_whole

POLISH = ROOT / "app" / "lib" / "polish.py"


def compile_all(chosen: Iterable[Catalogue]) -> list[Catalogue]:
    """Compile every catalogue that has a .po; gives those back."""
    done = []
    for catalogue in chosen:
        if catalogue.po.exists():
            compile_one(catalogue)
            done.append(catalogue)
    return done


def compile_stale(root: Path = ROOT) -> list[Catalogue]:
    """Compile those whose .po, or the rule for binding, is younger than their .mo."""
    rules = max(path.stat().st_mtime_ns for path in (POLISH, Path(__file__)) if path.exists())
    return compile_all(
        catalogue
        for catalogue in catalogues(root=root)
        if catalogue.po.exists()
        and (not catalogue.mo.exists() or catalogue.mo.stat().st_mtime_ns < max(rules, catalogue.po.stat().st_mtime_ns))
    )


def compile_one(catalogue: Catalogue) -> None:
    # Imported here: loading the application takes a second, and mostly there is nothing to compile.
    from app.lib.polish import bind_short_words as bind

    catalog = read(catalogue.po)
    for message in catalog:
        if not message.id:
            continue
        if isinstance(message.string, list | tuple):
            message.string = tuple(bind(form or "") for form in message.string)
        else:
            message.string = bind(message.string or "")
    compiled = BytesIO()
    write_mo(compiled, catalog)
    write_whole(catalogue.mo, compiled.getvalue())
    catalogue.mo.touch()
