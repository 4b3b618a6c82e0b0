"""Who wrote which characters: spans, their way through every change of text, and the store that keeps them."""
