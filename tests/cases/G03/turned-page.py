"""A page turned by the file."""

from pikepdf import Pdf

INTENT = "office"
SAYS = "page 1 is turned or scaled"


def plant(document: Pdf) -> None:
    document.pages[0].obj.Rotate = 90
