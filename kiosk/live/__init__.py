"""Live updates: tell an open page that something happened."""
