"""The therapist's day, and what begins there."""
