"""Everything that is true without a slash command."""
