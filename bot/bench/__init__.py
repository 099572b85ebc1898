"""`python -m bot bench`: what an answer costs, as ratios to a command that does nothing."""
