"""Makes the application for the server: `gunicorn --config tools/gunicorn_conf.py wsgi:app`."""

from app import create_app

app = create_app()
