"""Bringing records in from a file of JSON lines: reading each line, comparing with what is there, writing all at once."""

from app.practices.importing.loading import find_author, import_lines
from app.practices.importing.report import Report

__all__ = ["Report", "find_author", "import_lines"]
