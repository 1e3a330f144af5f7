"""What the rules are worth: a seeded study on invented clients, whose truth is known."""
