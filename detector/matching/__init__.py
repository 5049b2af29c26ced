"""Which texts have what in common: shingles, sketches, candidates, sentence evidence, passages, clusters."""
