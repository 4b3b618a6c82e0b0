"""Assumptions about other processes and machines."""
