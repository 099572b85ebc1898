"""What is new: read since a mark, and told by digests, alerts and follows."""
