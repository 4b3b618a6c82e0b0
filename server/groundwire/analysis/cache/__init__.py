"""What was found before, kept on disk: it may be lost at any time and must never be wrong."""
