"""What forms about positions accept, in rooms; shape only, no rules of the domain."""
