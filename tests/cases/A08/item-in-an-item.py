"""A list made an item."""

from pikepdf import Dictionary, Name, Pdf

INTENT = "screen"
SAYS = "an item stands in"


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.S) == Name.L:
            thing.S = Name.LI
