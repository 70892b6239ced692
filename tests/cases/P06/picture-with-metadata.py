"""A picture with a description of its own."""

from pikepdf import Pdf
from support.planted_in_pdf import jpeg

INTENT = "screen"
SAYS = "a picture has a description of its own"


def plant(document: Pdf) -> None:
    picture = jpeg(document, b"\xff\xd8\xff\xda")
    picture.Metadata = document.make_stream(b"<x:xmpmeta/>")
