"""Large black words on a red that is far darker in grey."""

from pikepdf import Pdf
from support.planted_in_pdf import draw

INTENT = "screen"
SAYS = "text of 40.0 pt on page 1 has a contrast of 2.5:1 in grey"


def plant(document: Pdf) -> None:
    font = next(iter(document.pages[0].obj.Resources.Font.keys()))
    draw(document, 0, f"1 0 0 rg 50 50 99 99 re f BT 0 g {font} 40 Tf 60 60 Td <0001> Tj ET")
