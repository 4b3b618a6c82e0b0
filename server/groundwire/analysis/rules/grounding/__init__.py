"""Names and literals that do not resolve."""
