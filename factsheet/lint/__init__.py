"""Check the words of a sheet before anything is laid out."""
