"""Tie practices to their revisions on PostgreSQL too

Revision ID: 0004
Revises: 0003

A practice points to two of its revisions and each revision to its practice. SQLite takes such keys with the table;
PostgreSQL wants both tables first.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = ("current_revision_id", "published_revision_id")


def upgrade():
    if op.get_bind().dialect.name != "sqlite":
        for column in COLUMNS:
            op.create_foreign_key(f"fk_practices_{column}", "practices", "practice_revisions", [column], ["id"])


def downgrade():
    if op.get_bind().dialect.name != "sqlite":
        for column in COLUMNS:
            op.drop_constraint(f"fk_practices_{column}", "practices", type_="foreignkey")
