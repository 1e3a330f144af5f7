"""Acts that put a mistake right in the open, and undo that again: an answer, a client, a session."""
