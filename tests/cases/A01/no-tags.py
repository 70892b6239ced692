"""Tags taken out."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "it has no tags"


def plant(document: Pdf) -> None:
    del document.Root.StructTreeRoot
