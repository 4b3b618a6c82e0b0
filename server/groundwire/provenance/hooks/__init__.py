"""An agent's own settings, edited so that it tells us of its edits: a file per agent, and what they share."""
