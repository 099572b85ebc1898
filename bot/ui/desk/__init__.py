"""What editors at the desk are shown."""
