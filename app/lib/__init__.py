"""Plain tools: they know no feature, no table and no request."""
