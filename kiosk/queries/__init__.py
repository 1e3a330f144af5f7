"""Queries: what a person may see of a day, a visit, a client, a tablet."""
