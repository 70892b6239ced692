"""Fit copy to the pages of its layout, and see that no word is lost."""
