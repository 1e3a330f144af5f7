"""A study of the rules' worth: seeded, on invented clients, whose truth is known."""
