"""A line of a tenth of a point."""

from pikepdf import Pdf

INTENT = "press"
SAYS = "a line on page 1 is 0.10 pt thick"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"q 0 0 0 1 K 0.1 w 50 50 m 90 90 l S Q"))
