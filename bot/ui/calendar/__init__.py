"""What is seen of the calendar: lists and cards of events, posts about them, and files."""
