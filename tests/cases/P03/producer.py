"""Metadata in which another program says that it made the file, with its version and its system."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = 'it says that "Writer 3.1 (Windows)" made it'


def plant(document: Pdf) -> None:
    told = document.Root.Metadata.read_bytes()
    document.Root.Metadata.write(told.replace(b'"factsheet 0.1.0"', b'"Writer 3.1 (Windows)"'))
