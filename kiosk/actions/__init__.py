"""Acts of people and tablets: one act, one function, one transaction."""
