"""The language server: LSP at the edge, the same engine behind it. Imports neither libcst nor jedi."""
