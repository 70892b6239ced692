"""A JPEG picture with a comment."""

from pikepdf import Pdf
from support.planted_in_pdf import jpeg

INTENT = "screen"
SAYS = "a JPEG picture carries a description or comment"


def plant(document: Pdf) -> None:
    jpeg(document, b"\xff\xd8\xff\xfe\x00\x08maker!\xff\xda")
