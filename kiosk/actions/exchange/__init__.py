"""Files in and out, and the long work that makes or reads them."""
