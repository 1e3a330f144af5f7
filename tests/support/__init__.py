"""What several tiers of tests share: a practice with its cast, and real servers."""
