"""Tests that are missing, or were weakened."""
