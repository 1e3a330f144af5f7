"""The clients: how they are asked, their course and their goals."""
