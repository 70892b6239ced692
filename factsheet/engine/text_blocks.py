"""Join the lines of each string to one block, with its place on the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factsheet.engine.text_boxes import SetText

_LINE_GAP = 1.0
"""mm; lines of one string that are no further apart are one block."""


def blocks(texts: Iterable[SetText]) -> Iterator[SetText]:
    """Yield the visible texts that have a key, in reading order; lines that follow each other are joined to one.

    A string that goes on in another column or on another page has a block there, too.
    """
    block: SetText | None = None
    for text in texts:
        if not text.key or not text.visible:
            continue
        if block and (block.key, block.page) == (text.key, text.page) and _adjoin(block, text):
            block = _joined(block, text)
            continue
        if block:
            yield block
        block = text
    if block:
        yield block


def _adjoin(first: SetText, second: SetText) -> bool:
    apart_across = max(first.x, second.x) - min(first.x + first.width, second.x + second.width)
    apart_down = max(first.y, second.y) - min(first.y + first.height, second.y + second.height)
    return apart_across <= _LINE_GAP and apart_down <= _LINE_GAP


def _joined(first: SetText, second: SetText) -> SetText:
    left, top = min(first.x, second.x), min(first.y, second.y)
    return replace(
        first,
        text=f"{first.text} {second.text}",
        x=left,
        y=top,
        width=max(first.x + first.width, second.x + second.width) - left,
        height=max(first.y + first.height, second.y + second.height) - top,
        overset=max(first.overset, second.overset),
    )
