"""Edits told from outside: read from a host's payload, kept until taken in, and turned into attribution."""
