"""Collect what drawings in SVG print, and find words in it that stand in no file of words.

The engine has no boxes of text for it, so that `overset` cannot look there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import wraps
from typing import Any, Final

from factsheet.content import addresses
from factsheet.design.editions import Edition
from factsheet.engine.state import PROCESS
from factsheet.findings import ExitCode, Finding

_NUMERAL: Final = 4  # digits; templates number places on maps, and nothing else
_WORD = re.compile(r"[^\W\d_]+")


def begin() -> None:
    """Collect anew, for another document."""
    PROCESS.svg_texts.clear()


def wrap_draw_node(draw_node: Any) -> Any:
    """Keep the text of each part that is text when it is drawn."""
    from weasyprint import svg

    tags = {tag for tag, draw in svg.TAGS.items() if draw is svg.text}

    @wraps(draw_node)
    def draw_and_keep(drawing: Any, node: Any, *arguments: Any, **named: Any) -> Any:
        if node.tag in tags and node.text and node.text.strip():
            PROCESS.svg_texts[node.text] = None
        return draw_node(drawing, node, *arguments, **named)

    return draw_and_keep


def findings(edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each text in a drawing with words or long numbers that stand in no file of words."""
    furniture = edition.locale.furniture.model_dump().values()
    known = {word for text in (*edition.strings, *edition.sheet.words, *furniture) for word in _words(text)}
    for text in PROCESS.svg_texts:
        if sum(map(str.isdecimal, text)) > _NUMERAL or not known.issuperset(_words(text)):
            what = f'{edition.layout.name}: a drawing prints "{text[:40]}", which stands in no file of words'
            hint = "words belong into the files in content/ and, as furniture, in locales/"
            yield Finding(ExitCode.LAYOUT, what, edition.layout.place, hint)


def _words(text: str) -> Sequence[str]:
    return _WORD.findall(addresses.without_hidden(text))
