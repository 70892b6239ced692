"""Write the layout's sizes, fonts, colours and word widths as CSS custom properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from factsheet.compose import word_widths
from factsheet.design import fonts
from factsheet.design.editions import Edition
from factsheet.design.layout import LEADING, Layout
from factsheet.design.layout_file import HEADLINE_SIZE
from factsheet.design.locales import Locale


def colours(edition: Edition) -> dict[str, str]:
    """Return the palette as light, by the names that styles and templates use."""
    return {name: colour.rgb for name, colour in edition.palette.items()}


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
        **word_widths.measure(edition),
        **{f"words-{name}": _css_string(words) for name, words in locale.furniture.model_dump().items()},
        **colours(edition),
        **layout.tokens,
        **_headline_sizes(layout, locale),
    }


def _stack(edition: Edition, families: Iterable[str]) -> str:
    """Name font families as CSS does, with those of signs, which no language has to name."""
    return ", ".join(f"'{family}'" for family in fonts.with_signs(edition.project.assets, families))


def css(edition: Edition, values: Mapping[str, str]) -> str:
    """Write the values as custom properties of the whole document, with the sizes of its pages and its digits."""
    layout = edition.layout
    sizes = (
        f"@page :nth({page}){{size:{width:.6g}mm {layout.height:.6g}mm}}" for page, width in enumerate(layout.widths, 1)
    )
    symbols = " ".join(_css_string(digit) for digit in edition.locale.digits)
    digits = f"@counter-style digits{{system:numeric;symbols:{symbols}}}"
    return root(values) + digits + "".join(sizes)


def root(settings: Mapping[str, str]) -> str:
    """Write custom properties of the whole document, by their names."""
    return ":root{" + "".join(f"--{name}:{value};" for name, value in settings.items()) + "}"


def _headline_sizes(layout: Layout, locale: Locale) -> dict[str, str]:
    """Return the sizes of headlines in the display face of a language, which is seldom as narrow as the Latin one."""
    sizes = {name: HEADLINE_SIZE.fullmatch(layout.tokens[name]) for name in layout.headlines}
    return {name: f"{locale.headlines.sized(float(size[1])):.6g}pt" for name, size in sizes.items() if size}


def _css_string(words: str) -> str:
    """Quote words as a CSS string, CSS Syntax Level 3, section 4.3.7."""
    return '"' + "".join(f"\\{ord(mark):x} " if mark in '"\\\n<' else mark for mark in words) + '"'
