"""Measure words that have to stay whole, so that styles can make room for them.

No layout says in layout.yaml what is measured: several use the same widths, and how a text may break belongs to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from factsheet.compose import nobreak
from factsheet.content.kind import Word
from factsheet.content.sheet import ByName, Section
from factsheet.design import dictionary, fonts
from factsheet.design.editions import Edition
from factsheet.yaml.nodes import Text

_NO_WIDTH: Final = 0.01  # sizes are divided by it
_LONG_LABEL: Final = 10  # letters; a date or a name with fewer has one line
_JOINED: Final = 0.57  # how wide a letter is at most, as a multiple of its size, where letters join or carry marks


def measure(edition: Edition) -> dict[str, str]:
    """Return the widths of words of the display face as multiples of their size, by names of custom properties.

    Words whose letters join or carry marks count as nothing, as only the engine knows how wide they are; but of a title
    on two lines their letters are counted, as a cover has to have room for it. Addresses are in Latin letters anywhere.
    """
    sheet, locale = edition.sheet, edition.locale
    title, code = sheet.masthead["title"], next(iter(edition.codes), None)
    beside = str(code.beside) if code else ""
    width, measured = partial(_width, edition), _measured(edition)
    widths = {
        "title": measured(title),
        "call": measured(_unbroken(" ".join(code.call.split(" ")[-2:]))) if code else 0.0,
        "address": width(beside),
        "address-part": fonts.widest_word(
            edition.project.assets, locale.fonts.text, " ".join(nobreak.unbroken_parts(beside))
        ),
        "title-line": longer_line(
            title, width if locale.letter_spacing else lambda line: _JOINED * dictionary.length(line)
        ),
    }
    return _properties(widths)


def of_section(edition: Edition, section: Section) -> str:
    """Return the same of its heading and of the labels of its items, as declarations for the style of its element."""
    measured = _measured(edition)
    heading = next((text for word, text in _by_role(section.kind.words, section.words) if word == "heading"), "")
    labels = [
        str(text)
        for item in section.items
        for role, text in _by_role(section.kind.item_words, item.words)
        if role in ("label", "value") and text
    ]
    widths = {
        "heading": measured(_unbroken(str(heading))),
        "labels": measured(" ".join(label if _is_long(label) else _unbroken(label) for label in labels)),
        "label-line": max(map(partial(_label_line, width=measured), labels), default=0.0),
    }
    return "; ".join(f"--{name}: {width}" for name, width in _properties(widths).items())


def text_width(edition: Edition, words: str) -> float:
    """Return how wide the widest word is in the face for text, as a multiple of its size; letters, where they join."""
    if edition.locale.letter_spacing:
        return fonts.widest_word(edition.project.assets, edition.locale.fonts.text, " ".join(words.split()))
    return max((_JOINED * dictionary.length(word) for word in words.split()), default=0.0)


def _by_role(words: tuple[Word, ...], texts: ByName[Any]) -> list[tuple[str, Text]]:
    return [(word.role, texts[word.name]) for word in words if isinstance(texts.get(word.name), Text)]


def _width(edition: Edition, text: str) -> float:
    """Return how wide the widest word is in the display face."""
    return fonts.widest_word(edition.project.assets, edition.locale.fonts.display, text)


def _measured(edition: Edition) -> Callable[[str], float]:
    return partial(_width, edition) if edition.locale.letter_spacing else lambda text: 0.0


def _properties(widths: Mapping[str, float]) -> dict[str, str]:
    return {f"{name}-width": f"{width or _NO_WIDTH:.4g}" for name, width in widths.items()}


def longer_line(text: str, width: Callable[[str], float]) -> float:
    """Return the width of the longer of two lines, broken so that it is as short as can be."""
    words = text.split(" ")
    lines = ((_unbroken(" ".join(words[:cut])), _unbroken(" ".join(words[cut:]))) for cut in range(1, len(words)))
    return min((max(map(width, pair)) for pair in lines), default=width(text))


def _label_line(label: str, width: Callable[[str], float]) -> float:
    return longer_line(label, width) if _is_long(label) else width(_unbroken(label))


def _is_long(label: str) -> bool:
    return len(label) >= _LONG_LABEL


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")
