"""Records that others can read, and theirs: a file per format, and what it takes to fit them to a text."""
