"""People: accounts, sign-in, sessions, mandates, committee seats, invitations and applications."""
