"""Records in and out as files."""
