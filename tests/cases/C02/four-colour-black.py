"""Text in black made of four inks."""

from pikepdf import Pdf

INTENT = "press"
SAYS = "text on page 1 is black with 180 % of other inks"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"q BT 0.6 0.6 0.6 1 k <0001> Tj ET Q"))
