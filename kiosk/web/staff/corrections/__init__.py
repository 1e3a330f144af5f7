"""Pages on which a therapist puts a mistake right: an answer, a client, a session."""
