"""Parts that several of the therapist's pages share."""
