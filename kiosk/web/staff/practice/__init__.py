"""The practice's room: what an administrator settles for everybody."""
