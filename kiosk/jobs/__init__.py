"""The processes that run jobs, beside the workers of a server."""
