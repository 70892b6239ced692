"""Edit the printed text of a page's HTML and leave its markup as it is, byte for byte.

All that edits HTML shares the one tokenizer here. It is no parser, as tinyhtml5 reads pages and does not write them:
ElementTree would write them without their doctype and drawings as `<ns0:svg>`, so a serialiser of our own would have to
be kept equivalent for the engine. Parsing takes 17 to 37 ms an edition, more than all the rest of filling its
templates; the tokenizer takes less than 1 ms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

Edit = Callable[[Sequence[str]], Sequence[str]]
"""Takes the texts between the tags of a page, escaped as they are there, and returns as many."""

# What is not closed goes on to the end; looking for the end again from each such tag would take the square of it.
_MARKUP: Final = re.compile(
    r"(<title>.*?(?:</title>|\Z)|<style\b.*?(?:</style>|\Z)|<script\b.*?(?:</script>|\Z)|<[^>]*(?:>|\Z))", re.DOTALL
)
_LINK: Final = re.compile(r"<a\b")
_KEY: Final = re.compile(r'<span( data-key="[^"]*")>')
_WITHOUT_KEY: Final = re.compile(r'<(\w+)(?: (?!data-key=)[\w-]+="[^"]*")*>')


def edit(html: str, everywhere: Sequence[Edit], outside_links: Sequence[Edit] = ()) -> str:
    """Apply edits, one after the other, to the texts of a page; the last ones to those that stand in no link.

    What is not printed is no text: tags, and what stands in <title>, <style> and <script>.
    """
    parts = _MARKUP.split(html)
    for change in everywhere:
        parts[::2] = change(parts[::2])
    outside = [2 * n for n, linked in enumerate(_linked(parts[1::2])) if not linked]
    for change in outside_links:
        for n, text in zip(outside, change([parts[n] for n in outside]), strict=True):
            parts[n] = text
    return "".join(parts)


def _linked(tags: Sequence[str]) -> Iterator[bool]:
    """Tell of each text, from that before the first tag to that after the last, whether it stands in a link."""
    linked = False
    yield linked
    for tag in tags:
        linked = tag != "</a>" if linked else bool(_LINK.match(tag))
        yield linked


def lift_keys(html: str) -> str:
    """Give elements that hold one keyed span and nothing else its key in place of the span.

    Each line is then one box less: a tenth of a layout.
    """
    parts = _MARKUP.split(html)
    for n in range(1, len(parts) - 6, 2):
        opening, before, span, _, end_of_span, after, closing = parts[n : n + 7]
        if end_of_span != "</span>" or before or after:
            continue
        key, element = _KEY.fullmatch(span), _WITHOUT_KEY.fullmatch(opening)
        if key and element and closing == f"</{element[1]}>":
            parts[n : n + 5 : 2] = f"{opening[:-1]}{key[1]}>", "", ""
    return "".join(parts)
