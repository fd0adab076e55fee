"""`python -m tools.catalogs update [feature ...] | compile | check`."""

import argparse
import sys

from .checking import problems
from .compiling import compile_all
from .places import HOUSE, catalogues
from .updating import update


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.catalogs", description="The Polish catalogues.")
    commands = parser.add_subparsers(dest="command", required=True)
    updating = commands.add_parser("update", help="bring the messages of the code into the .po files")
    updating.add_argument("names", nargs="*", metavar="feature", help=f"folders of app/, or {HOUSE!r} for the rest")
    commands.add_parser("compile", help="make the .mo files that the application reads")
    commands.add_parser("check", help="list what is untranslated, fuzzy or wrong; fails when there is anything")
    options = parser.parse_args()

    if options.command == "update":
        try:
            for line in update(catalogues(options.names)):
                print(line)
        except LookupError as unknown:
            print(unknown.args[0], file=sys.stderr)
            return 2
    elif options.command == "compile":
        print(f"{len(compile_all(catalogues()))} catalogues compiled.")
    else:
        found = problems(catalogues())
        for line in found:
            print(line)
        if found:
            print(f"{len(found)} problems in the catalogues.", file=sys.stderr)
            return 1
        print("The catalogues are complete.")
    return 0


sys.exit(main())
