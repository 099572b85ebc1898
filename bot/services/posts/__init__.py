"""What is owed: planned with every change of the calendar, handed out for sending, and accounted for."""
