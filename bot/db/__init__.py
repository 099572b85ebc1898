"""The only room that speaks SQL. A unit of work is one plain function over one connection."""
