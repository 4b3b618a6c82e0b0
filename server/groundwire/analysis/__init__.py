"""What a reading of the code says: units parsed, rules run, names resolved. Imports libcst; never the user's code."""
