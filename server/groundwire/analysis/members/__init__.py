"""Which names a module or a class has: read from its text, never by importing what is installed."""
