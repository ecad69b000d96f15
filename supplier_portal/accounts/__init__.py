"""People: accounts, sign-in, sessions, invitations."""
