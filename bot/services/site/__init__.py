"""What a published site holds: a server's whole record, of one snapshot, put together in memory."""
