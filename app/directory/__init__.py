"""The advocates by powiat, with their consent; a person's page; writing to a person through the application."""
