"""Cells of every CSV file that leaves: what a spreadsheet would compute is marked as text."""

from bot.packs.cells import neutral, restored

__all__ = ["neutral", "restored"]
