"""Every read about positions with a name, in rooms; each takes the viewer first."""
