"""Takes orders for a small shop."""
