"""A picture whose text was taken out."""

from pikepdf import Dictionary, Name, Pdf

INTENT = "screen"
SAYS = "a picture has no text that says what it shows"


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get(Name.S) == Name.Figure and Name.Alt in thing:
            del thing[Name.Alt]
