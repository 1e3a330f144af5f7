"""Visits of several people."""
