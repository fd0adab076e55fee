"""A believable Mazovia for the demonstration and for tests: people, talk, practices and positions, always the same."""
