"""Packs: portable JSON files of records, and the starter pack."""
