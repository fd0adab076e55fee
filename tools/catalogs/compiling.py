"""Makes the .mo files, with short words bound to the next one so that none is left alone at the end of a line."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo

from .places import ROOT, Catalogue, stale_catalogues
from .updating import read, write_whole


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
    return compile_all(stale_catalogues(root))


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
