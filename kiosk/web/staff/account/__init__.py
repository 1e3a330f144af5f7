"""The room where people log in, out, and look after their password."""
