"""Handlers that answer instead of failing: what they answer, and what excuses it."""
