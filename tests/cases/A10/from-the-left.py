"""A file in English that says it is read from the right."""

from pikepdf import Name, Pdf

INTENT, SAYS = "screen", "it says that it is read as /R2L, in place of /L2R"


def plant(document: Pdf) -> None:
    document.Root.ViewerPreferences.Direction = Name.R2L
