"""How gunicorn serves the application, in the demonstration and in production.

Every figure can be changed by a variable; docs/decisions/0002 says why threads.
"""

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "127.0.0.1:" + os.environ.get("PORT", "8000"))
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "8"))
timeout = 60
graceful_timeout = 25
keepalive = 15
max_requests = 20_000
max_requests_jitter = 2_000
# The application is loaded once and shared by the workers; it opens no database, index or file before the fork.
preload_app = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True
loglevel = os.environ.get("SERVER_LOG", "warning")


def post_fork(server: Any, worker: Any) -> None:
    """Forget connections that the parent may have opened: two processes must never share one."""
    from app.extensions import db

    with worker.app.wsgi().app_context():
        for engine in db.engines.values():
            engine.dispose(close=False)


def when_ready(server: Any) -> None:
    """Before the first worker: make here what all of them share, and keep the collector's hands off it.

    A worker shares the parent's memory until somebody writes into it; the collector does so when it looks at an object.
    Measured with 41,000 documents in the index: 310 MiB of all processes instead of 437.
    """
    from flask_babel import force_locale, get_translations
    from sqlalchemy.orm import configure_mappers

    from app.search.analysis import polish
    from app.web.fitness import refuse_unfit_database
    from app.web.locale import LANGUAGES

    refuse_unfit_database(server.app.wsgi())
    configure_mappers()
    polish()
    with server.app.wsgi().app_context():
        for language in LANGUAGES:
            with force_locale(language):
                get_translations()
    gc.collect()
    gc.freeze()
