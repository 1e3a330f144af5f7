"""Documents for the client, in the client's language: what they marked over time, and all that is kept about them."""
