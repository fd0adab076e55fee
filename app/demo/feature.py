"""What the demonstration hands to the house."""

from app.demo.cli import demo
from app.web.feature import Feature

feature = Feature(name="demo", commands=(demo,))
