"""The text of a position as values: a tree of units with identities that never change. No database, no request."""
