"""A server's published record as a static site: pages, feeds and data, made from facts alone."""
