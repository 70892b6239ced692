"""A font of the computer."""

from pikepdf import Dictionary, Name, Pdf

INTENT = "screen"
SAYS = 'the font "DejaVu-Sans" is not one of this project'


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and Name.FontDescriptor in thing:
            thing.BaseFont = Name("/ABCDEF+DejaVu-Sans")
            return
