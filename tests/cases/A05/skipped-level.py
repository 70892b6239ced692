"""Headings of the second level made the fourth."""

from pikepdf import Dictionary, Name, Pdf

INTENT = "screen"
SAYS = "a heading of level 4 follows one of level 1"


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.S) == Name.H2:
            thing.S = Name.H4
