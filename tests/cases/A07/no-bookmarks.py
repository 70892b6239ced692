"""Bookmarks taken out."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "it has no bookmarks"


def plant(document: Pdf) -> None:
    del document.Root.Outlines
