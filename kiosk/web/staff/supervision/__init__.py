"""Supervision: agreements of therapists and supervisors, and the page that both look at in their hour."""
