"""The start page, the standing pages of the house, choices of language and theme, health checks."""
