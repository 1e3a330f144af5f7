"""Acts on a visit: starting, changing and ending it, with one person or several."""
