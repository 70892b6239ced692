"""A link that runs."""

from pikepdf import Dictionary, Name, Pdf
from support.planted_in_pdf import link

INTENT = "screen"
SAYS = 'it links to "javascript:alert(1)"'


def plant(document: Pdf) -> None:
    link(document, Dictionary(S=Name.URI, URI="javascript:alert(1)"))
