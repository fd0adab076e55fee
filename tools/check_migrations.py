"""Says where the migrations and the models differ: a fresh SQLite database is migrated, then compared with the models."""

import logging
import sys
import tempfile

import flask_migrate
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app import create_app
from app.extensions import Base, db


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(
            {"MODE": "testing", "DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/check.sqlite"}
        )
        with app.app_context():
            logging.disable(logging.INFO)
            flask_migrate.upgrade()
            with db.engine.connect() as connection:
                context = MigrationContext.configure(connection, opts={"compare_type": True})
                differences = compare_metadata(context, Base.metadata)
            db.engine.dispose()
    for difference in differences:
        print(difference)
    if differences:
        print("The models say this, the migrations do not: make a migration with  flask db migrate -m 'sentence'")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
