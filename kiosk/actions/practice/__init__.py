"""Acts on the practice: its settings, thresholds and measures."""
