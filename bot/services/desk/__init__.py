"""The desk: who may do what, what waits for an editor, and what was done."""
