"""A page that was lost."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "it has 3 pages in place of 4"


def plant(document: Pdf) -> None:
    del document.pages[2]
