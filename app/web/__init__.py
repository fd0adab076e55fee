"""Flask's manners, shared by all features; knows no feature."""
