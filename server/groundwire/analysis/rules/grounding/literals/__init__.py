"""What the standard library's own parsers say of a literal; each function answers their words, or None."""
