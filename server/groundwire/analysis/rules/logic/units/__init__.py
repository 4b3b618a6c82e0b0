"""Units of numbers, as names, functions and parameters tell them."""
