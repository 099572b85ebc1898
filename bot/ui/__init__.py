"""Answers as cards: words, signs and order. Nothing here asks, waits or sends."""
