"""A red ground that reaches the left trim and ends there."""

from pikepdf import Pdf
from support.planted_in_pdf import draw

INTENT = "press"
SAYS = "colour on side 1 ends 0 mm beyond the left trim, not 3 mm"


def plant(document: Pdf) -> None:
    left, bottom, *_ = (float(edge) for edge in document.pages[0].trimbox)
    draw(document, 0, f"0 0.9 1 0.1 k {left} {bottom + 100} 100 100 re f")
