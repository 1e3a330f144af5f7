"""Acts of somebody with a login: logging in, second factors, passwords; and people added or disabled."""
