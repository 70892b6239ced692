"""The hour it was made."""

from pikepdf import Pdf

INTENT = "office"
SAYS = "it says when it was made (/CreationDate)"


def plant(document: Pdf) -> None:
    document.docinfo["/CreationDate"] = "D:20010203040506Z"
