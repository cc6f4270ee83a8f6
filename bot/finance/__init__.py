"""Sums about money: exact, without I/O, and refusing what cannot be meant."""
