"""The folder it was made in."""

from pikepdf import Pdf
from support.project import PROJECT

INTENT = "press"
SAYS = "it says in which folder it was made"


def plant(document: Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(f"% {PROJECT}/assets/land.svg\n".encode()))
