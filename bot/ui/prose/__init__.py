"""The one place that turns facts into words: sentences made of spans, and what writes spans out."""
