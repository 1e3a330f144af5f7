"""The therapist's room: the day, and each session."""
