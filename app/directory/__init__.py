"""The feature directory."""
