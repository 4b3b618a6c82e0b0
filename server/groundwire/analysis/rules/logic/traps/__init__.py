"""String operations that do not mean what they look like, by what they are taken for."""
