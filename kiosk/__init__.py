"""Before You Go: how was the session, asked while the client is still in the room."""

__version__ = "0.1.0"
