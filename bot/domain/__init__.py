"""The field's words and rules as pure values: no I/O, no clock, no Discord, no SQL."""
