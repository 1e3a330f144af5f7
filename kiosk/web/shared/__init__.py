"""Parts that more than one room of the web uses."""
