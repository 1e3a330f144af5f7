"""Files in and out: exports, imports of past data, and the page that says how far such work is."""
