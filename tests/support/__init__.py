"""Shared by several tiers of tests: a practice with its cast, and real servers."""
