"""A blue nobody put into the palette."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "a fill on page 1 has the colour #0000ff, which the palette lacks"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"q 0 0 1 rg 50 50 9 9 re f Q"))
