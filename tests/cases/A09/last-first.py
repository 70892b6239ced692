"""What is read first on the first page is painted last."""

import re

from pikepdf import Pdf

INTENT, SAYS = "screen", "page 1: 2 pieces are painted in another order than they are read"


def plant(document: Pdf) -> None:
    page = document.pages[0].obj
    written = page.Contents.read_bytes()
    numbers = [int(number) for number in re.findall(rb"/MCID (\d+)", written)]
    swapped = {numbers[0]: numbers[-1], numbers[-1]: numbers[0]}
    page.Contents = document.make_stream(
        re.sub(rb"/MCID (\d+)", lambda said: b"/MCID %d" % swapped.get(int(said[1]), int(said[1])), written)
    )
