"""Open loops: the list, and what became of each."""
