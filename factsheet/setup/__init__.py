"""Prepare the computer before anything else runs; standard library only, readable by Python 3.8."""
