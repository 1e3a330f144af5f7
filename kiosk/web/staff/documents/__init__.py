"""Documents about one client to read, keep and hand on: a summary for the file, one for the client, their record."""
