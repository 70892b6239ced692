"""Checks before printing: on the words, on the layout, on the finished PDF. Each takes a value and returns findings."""
