"""A link that runs a script."""

from pikepdf import Dictionary, Name, Pdf
from support.planted_in_pdf import link

INTENT = "screen"
SAYS = "it has /JavaScript, which runs or carries something"


def plant(document: Pdf) -> None:
    link(document, Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
