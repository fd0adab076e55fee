"""Fill in the lists that the law and the registers give: units, neighbours, vocabularies

Revision ID: 0003
Revises: 0002

The lists are read from the project's own data files; later changes come with `flask territory load` and
`flask vocabularies load`, which are harmless to repeat.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from app.territory.reference import neighbour_rows, unit_rows
from app.vocabularies.reference import term_rows

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade():
    now = datetime.now(UTC)
    tables = sa.MetaData()
    tables.reflect(op.get_bind(), only=("units", "neighbours", "terms"))
    op.bulk_insert(tables.tables["units"], unit_rows())
    op.bulk_insert(tables.tables["neighbours"], neighbour_rows())
    op.bulk_insert(tables.tables["terms"], [{**row, "updated_at": now} for row in term_rows()])


def downgrade():
    op.execute("DELETE FROM terms")
    op.execute("DELETE FROM neighbours")
    op.execute("DELETE FROM units")
