"""All pages shrunk to a third."""

from pikepdf import Pdf

INTENT = "office"
SAYS = "the modules of the film code on page 1 are"


def plant(document: Pdf) -> None:
    for page in document.pages:
        page.contents_add(document.make_stream(b"q 0.33 0 0 0.33 0 0 cm"), prepend=True)
        page.contents_add(document.make_stream(b"Q"))
