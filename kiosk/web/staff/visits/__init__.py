"""One check-in: the way to it, its result, and what the therapist brings."""
