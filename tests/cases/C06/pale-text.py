"""Small red words on the colour of the land."""

from pikepdf import Pdf
from support.planted_in_pdf import draw

INTENT = "screen"
SAYS = "text of 9.0 pt on page 1 has a contrast of 3."


def plant(document: Pdf) -> None:
    font = next(iter(document.pages[0].obj.Resources.Font.keys()))
    words = f"0.8510 0.8235 0.7725 rg 50 50 99 99 re f BT 0.8510 0.2275 0.1333 rg {font} 9 Tf 60 60 Td <0001> Tj ET"
    draw(document, 0, words)
