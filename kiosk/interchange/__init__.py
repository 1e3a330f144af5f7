"""Exports of clients' records, for those with a right to them and for other programs: JSON complete, CSV a table."""
