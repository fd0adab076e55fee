"""The search on Whoosh's files.

Whoosh keeps dictionary and postings; scoring is our own loop over them (app/search/ranking.py). Whoosh's scorer cannot
weigh fields by kind of record without a set of fields for each kind, adds up what should be a maximum, and its
DisjunctionMax gives a record the score of a later one. The loop reads each posting list once into arrays, which stay
valid as long as the segment does; what is filtered, counted and sorted stands in one small card per record.
"""

from app.search.engines.on_whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
