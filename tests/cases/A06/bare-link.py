"""A link that says nothing."""

from pikepdf import Dictionary, Name, Pdf, String

INTENT = "screen"
SAYS = "a link does not say where it leads"


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.Subtype) == Name.Link:
            thing.Contents = String("")
