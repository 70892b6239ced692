"""A file that shows its name."""

from pikepdf import Pdf

INTENT = "screen"
SAYS = "it does not ask for its title to be shown"


def plant(document: Pdf) -> None:
    document.Root.ViewerPreferences.DisplayDocTitle = False
