"""The client's room: the form, and what comes after sending."""
