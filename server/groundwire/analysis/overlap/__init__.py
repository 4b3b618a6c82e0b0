"""What the project is told by other tools already, read from their settings and never by starting them."""
