"""A TrimBox larger than the page of the layout."""

from pikepdf import Array, Pdf

INTENT = "office"
SAYS = "the TrimBox of page 2 is"


def plant(document: Pdf) -> None:
    document.pages[1].obj.TrimBox = Array([0, 0, 600, 900])
