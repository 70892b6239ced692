"""A white box over the whole of every page."""

from pikepdf import Pdf
from support.planted_in_pdf import cover

INTENT = "screen"
SAYS = "the film code cannot be read at 150 dpi"


def plant(document: Pdf) -> None:
    cover(document, b"1 g -20 -20 2000 2000 re f")
