"""A title taken out."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "it has no title"


def plant(document: Pdf) -> None:
    del document.docinfo["/Title"]
