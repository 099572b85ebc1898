"""The calendar: what lies ahead, and what came of what has passed."""
