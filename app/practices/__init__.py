"""The feature practices."""
