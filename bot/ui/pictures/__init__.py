"""Pictures as SVG, drawn from facts alone: no files but the fonts' widths, no clock, no network."""
