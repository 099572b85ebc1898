"""News as cards: what changed, digests, alerts and follows."""
