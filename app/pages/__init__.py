"""The feature pages."""
