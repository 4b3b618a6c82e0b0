"""Strings that name a module or something in one: which they are, and what they name."""
