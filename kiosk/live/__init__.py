"""How an open page hears that something happened."""
