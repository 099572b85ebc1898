"""Use cases: one public method is one transaction, and answers with frozen, typed results."""
