"""A box in nearly all there is of every ink."""

from pikepdf import Pdf

INTENT = "press"
SAYS = "a fill on page 1 has 360 % of ink"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"q 0.9 0.9 0.9 0.9 k 50 50 9 9 re f Q"))
