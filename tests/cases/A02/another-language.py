"""A file that says it is in Swahili."""

from pikepdf import Pdf, String

INTENT = "screen"
SAYS = 'its language is "sw" in place of "en"'


def plant(document: Pdf) -> None:
    document.Root.Lang = String("sw")
