"""Erasing for good: what somebody asks for, and what a practice keeps no longer."""
