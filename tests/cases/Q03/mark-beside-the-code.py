"""A black band close to the left of the film code, where its quiet zone is."""

import pypdfium2
import zxingcpp
from pikepdf import Pdf
from support.planted_in_pdf import draw

INTENT = "screen"
SAYS = "something stands within 4 modules of the film code"


def plant(document: Pdf) -> None:
    page = pypdfium2.PdfDocument(document.filename)[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    left, top, bottom = code.position.top_left.x / 2, code.position.top_left.y / 2, code.position.bottom_left.y / 2
    draw(document, 0, f"0 g {left - 6:.2f} {page.get_height() - bottom:.2f} 3 {bottom - top:.2f} re f")
