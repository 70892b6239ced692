"""An edition -> what its styles know of it, as CSS custom properties: geometry, fonts, colours, widths of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from factsheet.compose import nobreak
from factsheet.content.sheet import printed
from factsheet.design import dictionary, fonts, palette
from factsheet.design.editions import Edition
from factsheet.design.layouts import HEADLINE_SIZE, LEADING, Layout
from factsheet.design.locales import Locale

_SET = re.compile(r"(?<![\w-])--([\w-]++)\s*+:")
_USED = re.compile(r"var\(\s*--([\w-]+)\s*\)")
_NO_WIDTH = 0.01  # sizes are divided by it
_LONG_DATE = 10  # letters; a date with fewer has one line
_JOINED = 0.57  # how wide a letter is at most, as a multiple of its size, where letters join or carry marks


def colours(edition: Edition) -> dict[str, str]:
    """Return the palette as light, by the names that styles and templates use."""
    return {name: colour.rgb for name, colour in palette.load(edition.project.templates).items()}


def values(edition: Edition) -> dict[str, str]:
    """Return the layout's geometry and tokens, the locale's fonts and words, and colours, by their names in the CSS."""
    layout, locale = edition.layout, edition.locale
    return {
        "trim-width": f"{layout.width:.6g}mm",
        "trim-height": f"{layout.height:.6g}mm",
        "bleed": f"{layout.bleed:.6g}mm",
        "safe": f"{layout.safe:.6g}mm",
        "font-text": _stack(edition, locale.fonts.text),
        "font-display": _stack(edition, locale.fonts.display),
        "line-height": f"{locale.line_height:.6g}",
        LEADING: "1",
        "hyphens": locale.hyphens,
        "headline-height": f"{locale.headlines.leading:.6g}",
        "letter-spacing": "1" if locale.letter_spacing else "0",
        **widths(edition),
        **{f"words-{name}": _css_string(words) for name, words in locale.furniture.model_dump().items()},
        **colours(edition),
        **layout.tokens,
        **_headline_sizes(layout, locale),
    }


def _stack(edition: Edition, families: Iterable[str]) -> str:
    """Families as CSS names them, with those of signs, which no language has to name."""
    return ", ".join(f"'{family}'" for family in fonts.with_signs(edition.project.assets, families))


def css(edition: Edition, values: Mapping[str, str]) -> str:
    """The values as custom properties of the whole document, with the sizes of its pages and its digits."""
    layout = edition.layout
    sizes = (
        f"@page :nth({page}){{size:{width:.6g}mm {layout.height:.6g}mm}}" for page, width in enumerate(layout.widths, 1)
    )
    symbols = " ".join(_css_string(digit) for digit in edition.locale.digits)
    digits = f"@counter-style digits{{system:numeric;symbols:{symbols}}}"
    return root(values) + digits + "".join(sizes)


def settled(styles: Sequence[str], html: str, values: Mapping[str, str]) -> list[str]:
    """Styles in which values stand in place of their names, where a name has the same value all over the document.

    The engine works out anew what a name stands for with every property of every element that has it, which takes a
    tenth of a layout. A name that styles or HTML set for some element stays, and so does one that leads to itself.
    What is quoted is words, and stays as it is.
    """
    elsewhere = {name for text in (*styles, html) for name in _SET.findall(text)}

    def settle(text: str, within: frozenset[str]) -> str:
        def value(use: re.Match[str]) -> str:
            name = use[1]
            if name in elsewhere or name in within or name not in values:
                return use[0]
            return values[name] if '"' in values[name] else settle(values[name], within | {name})

        return _USED.sub(value, text)

    return [settle(text, frozenset()) for text in styles]


def widths(edition: Edition) -> dict[str, str]:
    """How wide words of the display face are, as multiples of their size, so that styles can make room for them.

    Of the title and the dates the widest word; of headings, short dates and the film's address all; of its call the
    last two words. Words whose letters join or carry marks count as nothing: how wide they are only the engine knows.
    Of the title on two lines, the longer one: there the letters of such words are counted. Of the dates on two lines,
    the longest of all. Of the parts of an address that no line divides, the widest, and that of the face for text.
    """
    sheet, locale = edition.sheet, edition.locale
    dates = [item.date for item in sheet.timeline.items if item.date] if sheet.timeline else []
    words = {
        "title": sheet.masthead.title,
        "messages": _unbroken(sheet.messages.heading) if sheet.messages else "",
        "timeline": _unbroken(sheet.timeline.heading) if sheet.timeline else "",
        "dates": " ".join(_unbroken(date) if len(date) < _LONG_DATE else date for date in dates),
    }
    if sheet.film:
        words["call"] = _unbroken(" ".join(sheet.film.call.split(" ")[-2:]))
    seen = words if locale.letter_spacing else dict.fromkeys(words, "")
    seen["address"] = printed(sheet.film.address) if sheet.film else ""

    def width(text: str) -> float:
        return fonts.widest_word(edition.project.assets, locale.fonts.display, text)

    parts = " ".join(nobreak.unbroken_parts(seen["address"]))

    found = {name: width(text) for name, text in seen.items()}
    found["address-part"] = fonts.widest_word(edition.project.assets, locale.fonts.text, parts)
    found["title-line"] = _longer_line(
        sheet.masthead.title, width if locale.letter_spacing else lambda line: _JOINED * letters(line)
    )
    on_two_lines = (_longer_line(date, width) if len(date) >= _LONG_DATE else width(_unbroken(date)) for date in dates)
    found["date-line"] = max(on_two_lines, default=0.0) if locale.letter_spacing else 0.0
    return {f"{name}-width": f"{width or _NO_WIDTH:.4g}" for name, width in found.items()}


def _longer_line(text: str, width: Callable[[str], float]) -> float:
    """The width of the longer of two lines, broken so that it is as short as can be."""
    words = text.split(" ")
    lines = ((_unbroken(" ".join(words[:cut])), _unbroken(" ".join(words[cut:]))) for cut in range(1, len(words)))
    return min((max(map(width, pair)) for pair in lines), default=width(text))


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def root(settings: Mapping[str, str]) -> str:
    """Custom properties for the whole document, by their names."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in settings.items()) + "}"


def _headline_sizes(layout: Layout, locale: Locale) -> dict[str, str]:
    """The sizes of headlines in the display face of a language, which is seldom as narrow as the Latin one."""
    sizes = {name: HEADLINE_SIZE.fullmatch(layout.tokens[name]) for name in layout.headlines}
    return {name: f"{locale.headlines.sized(float(size[1])):.6g}pt" for name, size in sizes.items() if size}


def _css_string(words: str) -> str:
    """Words as a CSS string, CSS Syntax Level 3, section 4.3.7."""
    return '"' + "".join(f"\\{ord(mark):x} " if mark in '"\\\n<' else mark for mark in words) + '"'


def letters(words: str) -> int:
    """How many letters words have; marks above and below letters, which take no room, do not count."""
    return dictionary.length(words)
