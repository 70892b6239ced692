"""A code of level L, for the same address, in place of the film code."""

import pypdfium2
import zxingcpp
from pikepdf import Pdf
from qrcode import QRCode, constants
from support.planted_in_pdf import draw

INTENT = "screen"
SAYS = "has level L"


def plant(document: Pdf) -> None:
    page = pypdfium2.PdfDocument(document.filename)[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    left, bottom = code.position.top_left.x / 2, page.get_height() - code.position.bottom_left.y / 2
    width = (code.position.top_right.x - code.position.top_left.x) / 2
    weak = QRCode(error_correction=constants.ERROR_CORRECT_L, border=0)
    weak.add_data(code.text)
    rows = weak.get_matrix()
    module = width / len(rows)
    drawn = [f"1 g {left - 1:.2f} {bottom - 1:.2f} {width + 2:.2f} {width + 2:.2f} re f 0 g"]
    drawn += [
        f"{left + x * module:.3f} {bottom + (len(rows) - 1 - y) * module:.3f} {module:.3f} {module:.3f} re f"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    draw(document, 0, " ".join(drawn))
