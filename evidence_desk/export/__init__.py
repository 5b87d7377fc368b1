"""Papers out of a matter: one neutral block tree, written to many formats."""
