"""Runs migrations on the application's own engine, as writing transactions under the rules of `unit_of_work`."""

from alembic import context
from flask import current_app

config = context.config
database = current_app.extensions["migrate"].db


def run_online() -> None:
    """One transaction for all pending migrations."""

    def leave_empty_out(_context, _revision, directives):
        if getattr(config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
            directives[:] = []

    with database.engine.connect().execution_options(writes=True) as connection:
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            process_revision_directives=leave_empty_out,
            compare_type=True,
            compare_server_default=True,
            render_as_batch=False,
            user_module_prefix=None,
            render_item=_render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def _render_item(kind, item, autogen_context):
    """Migrations name plain column types, not the house's own, so that they keep working when those change."""
    if kind == "type":
        name = type(item).__name__
        if name == "UTCDateTime":
            return "sa.DateTime(timezone=True)"
        if name == "RichText":
            return "sa.Text()"
    return False


if context.is_offline_mode():
    raise SystemExit("migrations run against a database: set DATABASE_URL")
run_online()
