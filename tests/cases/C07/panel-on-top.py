"""A white panel over the words of the second page."""

from pikepdf import Pdf
from support.planted_in_pdf import draw

INTENT = "screen"
SAYS = "something is painted over text of 9.0 pt on page 2"


def plant(document: Pdf) -> None:
    draw(document, 1, "1 1 1 rg 0 300 500 500 re f")
