"""Runs the documentation: every block of code that a page has is carried out as it is printed."""
