"""Acts on one check-in: opening, answering, handing back, and what the therapist notes of it."""
