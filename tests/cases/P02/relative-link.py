"""A link that was relative."""

from pikepdf import Dictionary, Name, Pdf
from support.planted_in_pdf import link

INTENT = "screen"
SAYS = 'it links to "file:///home/somebody/other.html"'


def plant(document: Pdf) -> None:
    link(document, Dictionary(S=Name.URI, URI="file:///home/somebody/other.html"))
