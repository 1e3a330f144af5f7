"""Acts on a tablet: pairing, sending a form to it, handing it on, freeing it."""
