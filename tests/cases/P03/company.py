"""A description with the name of a company."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "its description has /Company"


def plant(document: Pdf) -> None:
    document.docinfo["/Company"] = "A group"
