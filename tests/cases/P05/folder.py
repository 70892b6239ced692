"""The folder it was made in."""

from conftest import PROJECT
from pikepdf import Pdf

INTENT = "press"
SAYS = "it says in which folder it was made"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(f"% {PROJECT}/assets/land.svg\n".encode()))
