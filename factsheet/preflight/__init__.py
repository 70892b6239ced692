"""Checks before printing, numbered: on the words, on the finished PDF. Each takes a value and yields what is wrong."""
