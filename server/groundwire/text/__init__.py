"""A document's text: lines, offsets, edits and unit borders, each kept up to date at the cost of the edit."""
