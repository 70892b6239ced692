"""A red box in RGB."""

from pikepdf import Pdf

INTENT = "press"
SAYS = "a fill on page 1 is painted in rg"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"q 1 0 0 rg 50 50 9 9 re f Q"))
