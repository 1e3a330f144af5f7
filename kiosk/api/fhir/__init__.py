"""FHIR R4 (4.0.1), to read: the same queries, tokens, scopes and audit as the API."""

from kiosk.api.fhir import answers, routes
from kiosk.api.fhir.blueprint import bp

__all__ = ["answers", "bp", "routes"]
