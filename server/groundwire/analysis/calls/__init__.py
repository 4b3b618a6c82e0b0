"""Whether a call can be bound to what it calls: signatures read from texts, never by importing what is installed."""
