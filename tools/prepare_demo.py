"""Gets the demonstration ready in one process: catalogues, then `flask demo prepare`, then the table of accounts.

The accounts are written to the file descriptor given as the argument, for tools/serve.py to show at the right moment.
"""

import compileall
import contextlib
import io
import os
import sys

from tools.catalogs.compiling import compile_stale
from tools.catalogs.places import ROOT


def main(descriptor: int) -> int:
    compile_stale()
    # The server and the worker start right after this; on a machine that writes no byte code, each would compile it all.
    compileall.compile_dir(ROOT / "app", quiet=2)
    from flask.cli import ScriptInfo

    from app import create_app

    app = create_app()
    info = ScriptInfo(create_app=lambda: app)
    app.cli.main(["demo", "prepare"], prog_name="flask", obj=info, standalone_mode=False)
    accounts = io.StringIO()
    with contextlib.redirect_stdout(accounts):
        app.cli.main(["demo", "accounts"], prog_name="flask", obj=info, standalone_mode=False)
    with os.fdopen(descriptor, "w", encoding="utf-8") as pipe:
        pipe.write(accounts.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
