"""Let the database itself refuse what must never happen to records and published texts

Revision ID: 0002
Revises: 0001

The audit log and the ledger of votes only grow. A published version of a position and its nodes never change.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_events", "ledger_entries")


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        _upgrade_sqlite()
    else:
        _upgrade_postgresql()


def _upgrade_sqlite():
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            _sqlite_trigger(f"{table}_no_{verb.lower()}", f"{verb} ON {table}", "1", f"{table} only grows")
    for verb in ("UPDATE", "DELETE"):
        _sqlite_trigger(
            f"position_versions_no_{verb.lower()}",
            f"{verb} ON position_versions",
            "OLD.published_at IS NOT NULL",
            "a published version never changes",
        )
    for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")):
        _sqlite_trigger(
            f"node_revisions_no_{verb.lower()}",
            f"{verb} ON node_revisions",
            f"(SELECT published_at FROM position_versions WHERE id = {row}.version_id) IS NOT NULL",
            "a published version never changes",
        )


def _sqlite_trigger(name, event, condition, message):
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {event} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )


def _upgrade_postgresql():
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(
        "CREATE FUNCTION refuse_change_of_version() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER position_versions_never_change BEFORE UPDATE OR DELETE ON position_versions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_version()"
    )
    op.execute(
        "CREATE FUNCTION refuse_change_of_node() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE of_version integer; BEGIN "
        "IF TG_OP = 'INSERT' THEN of_version := NEW.version_id; ELSE of_version := OLD.version_id; END IF; "
        "IF EXISTS (SELECT 1 FROM position_versions WHERE id = of_version AND published_at IS NOT NULL) "
        "THEN RAISE EXCEPTION 'a published version never changes'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER node_revisions_never_change BEFORE INSERT OR UPDATE OR DELETE ON node_revisions "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change_of_node()"
    )


def downgrade():
    if op.get_bind().dialect.name == "sqlite":
        for table in APPEND_ONLY:
            op.execute(f"DROP TRIGGER {table}_no_update")
            op.execute(f"DROP TRIGGER {table}_no_delete")
        for name in ("position_versions_no_update", "position_versions_no_delete"):
            op.execute(f"DROP TRIGGER {name}")
        for verb in ("insert", "update", "delete"):
            op.execute(f"DROP TRIGGER node_revisions_no_{verb}")
        return
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_only_grows ON {table}")
        op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
    op.execute("DROP TRIGGER position_versions_never_change ON position_versions")
    op.execute("DROP TRIGGER node_revisions_never_change ON node_revisions")
    for function in ("refuse_change", "refuse_change_of_version", "refuse_change_of_node"):
        op.execute(f"DROP FUNCTION {function}")
