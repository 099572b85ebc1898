"""Sending what is owed: waking in time, one post after another per place, and never twice."""
