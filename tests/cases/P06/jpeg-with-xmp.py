"""A JPEG picture with XMP."""

from pikepdf import Pdf
from support.planted_in_pdf import jpeg

INTENT = "screen"
SAYS = "a JPEG picture carries a description or comment"


def plant(document: Pdf) -> None:
    jpeg(document, b"\xff\xd8\xff\xe1\x00\x1fhttp://ns.adobe.com/xap/1.0/\x00\xff\xda")
