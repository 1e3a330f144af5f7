"""Acts on a client: kind of work, goals and pauses."""
