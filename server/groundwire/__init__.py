"""Groundwire: says which generated Python code is still guesswork."""

__version__ = "0.1.0"
