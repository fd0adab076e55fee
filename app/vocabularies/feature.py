"""What the vocabularies hand to the house."""

from app.vocabularies.cli import vocabularies
from app.web.feature import Feature

feature = Feature(name="vocabularies", commands=(vocabularies,))
