"""FHIR R4 (4.0.1): resources made of what queries give, for the server's own addresses and for what is sent on."""
