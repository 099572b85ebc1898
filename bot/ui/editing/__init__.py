"""What editors see: forms, previews and outcomes."""
