"""The installed thing itself: a child of the project's own Python that imports packages and says what they have."""
