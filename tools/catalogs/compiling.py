"""Makes the .mo files, with short words bound to the next one so that none is left alone at the end of a line."""

import importlib.util
import re
from collections.abc import Callable, Iterable
from functools import cache
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
    bind = binding()
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


@cache
def binding() -> Callable[[str], str]:
    """The house's own rule, read from its file: importing the whole application for it would take a second."""
    if not POLISH.exists():
        return lambda text: re.sub(r"\b([aiouwzAIOUWZ]) ", "\\1\u00a0", text)
    spec = importlib.util.spec_from_file_location("polish_typography", POLISH)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    bind: Callable[[str], str] = module.bind_short_words
    return bind
