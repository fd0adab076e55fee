"""One search over practices, topics and positions: Polish analysis, an index on Whoosh, and its pages."""
