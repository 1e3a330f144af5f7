"""What several of the therapist's pages are made of."""
