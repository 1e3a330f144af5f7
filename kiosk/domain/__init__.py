"""The rules of the house in plain Python: values in, values out, no clock and no database."""
