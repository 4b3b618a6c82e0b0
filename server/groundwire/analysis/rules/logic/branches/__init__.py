"""What the tests of a function leave for each other: formulas over single values, decided on representative values."""
