"""The record of a practice as code: one table of fields drives form, page, import, export, comparison and docs."""

from app.practices.record.fields import BY_NAME, FIELDS, Field
from app.practices.record.reading import Problem, Reader, read_document

__all__ = ["BY_NAME", "FIELDS", "Field", "Problem", "Reader", "read_document"]
