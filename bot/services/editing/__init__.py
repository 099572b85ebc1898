"""What editors do: forms are read, previewed, published and undone."""
