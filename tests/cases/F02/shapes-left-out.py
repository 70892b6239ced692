"""A font without its shapes."""

from pikepdf import Dictionary, Name, Pdf

INTENT = "press"
SAYS = "is not in the file"


def plant(document: Pdf) -> None:
    for thing in document.objects:
        if isinstance(thing, Dictionary) and Name.FontDescriptor in thing:
            for key in (Name.FontFile2, Name.FontFile3):
                if key in thing.FontDescriptor:
                    del thing.FontDescriptor[key]
