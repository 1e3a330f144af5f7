"""Pages that people reach with a browser: one room for each audience."""
