"""Logic that reads right and is a guess."""
