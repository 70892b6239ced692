"""A BleedBox that ends at the trim."""

from pikepdf import Pdf

INTENT = "press"
SAYS = "the BleedBox of page 1 is"


def plant(document: Pdf) -> None:
    document.pages[0].obj.BleedBox = document.pages[0].obj.TrimBox
