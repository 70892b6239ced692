"""Edition -> HTML, with every string carrying its key. The only module that knows Jinja.

Templates see nine names: `sheet`, `locale`, `language`, `layout`, `palette`, `film_code`, `world_map`, `project`,
`draft`; and eight filters: `plain` (the words without their key, for attributes), `link` (a web address as a link),
`linked` (a text with the address in it made a link), `own_direction` (words that run as their letters do, whatever
runs around them), `digits` (a number in the digits of the language), `halves` (items in two columns of about equal
length), `letters` (how many a text has, marks aside) and `tied` (a headline whose last word is not left alone).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from factsheet import film_code, fonts, palette, wordbreaks, world_map
from factsheet.editions import Edition, House
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.layouts import HEADLINE_SIZE, LEADING, Layout
from factsheet.locales import Locale
from factsheet.sheet import Item, printed
from factsheet.tree import Text

_AFTER_NUMBER = re.compile(r"(?<=\d) ")
_NO_WIDTH = 0.01  # sizes are divided by it
_TIED = 14  # letters of two words for which there is room on a line of any headline but a title
_TIED_WORDS = 3  # a headline of fewer words would be one that cannot break
_LONG_DATE = 10  # letters; a date with fewer has one line
_JOINED = 0.57  # how wide a letter is at most, as a multiple of its size, where letters join or carry marks
_HEADING = 90  # characters that an item's heading and the space around it take the room of


@dataclass(frozen=True)
class Composed:
    """A document ready for setting: its HTML, the settings as CSS custom properties, and its style files in order."""

    html: str
    settings: str
    stylesheets: tuple[Path, ...]


def compose(edition: Edition) -> Composed:
    """Fill the edition's templates.

    Raises:
        Refused: a template that cannot be read or filled, exit code LAYOUT; a film address too long for a code,
            exit code CONTENT.
    """
    sheet = edition.sheet
    colours = _colours(edition)
    names = {
        "sheet": sheet,
        "locale": edition.locale,
        "language": sheet.tag,
        "layout": edition.layout,
        "film_code": film_code.symbol(sheet.film.address) if sheet.film and "film" in edition.takes else None,
        "world_map": world_map.land(edition.house.assets),
        "project": world_map.project,
        "palette": colours,
        "draft": edition.draft,
    }
    html = _filled(edition, "layout.html", names)
    html = wordbreaks.marked(html, sheet.tag, edition.locale.word_breaks == "dictionary", edition.locale.unbroken)
    return Composed(html, _settings(edition, colours), edition.stylesheets)


def resized(composed: Composed, sizes: Mapping[str, str]) -> Composed:
    """The same document with some of its sizes set otherwise, by the names of their tokens."""
    return replace(composed, settings=composed.settings + _root(sizes)) if sizes else composed


def hint(edition: Edition) -> Composed:
    """The printing hint of an imposed layout: one line with a ruler, on a page as large as it may be."""
    colours = _colours(edition)
    names = {"locale": edition.locale, "language": edition.sheet.tag, "layout": edition.layout, "palette": colours}
    html = _filled(edition, "hint.html", names)
    return Composed(html, _settings(edition, colours), ())


def galley(edition: Edition, names: Mapping[str, object]) -> Composed:
    """Fill the template of galleys, which has pages of a size of its own."""
    colours = _colours(edition)
    own = {"locale": edition.locale, "language": edition.sheet.tag, "layout": edition.layout, "palette": colours}
    html = _filled(edition, "galley.html", {**own, **names})
    return Composed(html, _settings(replace(edition, layout=replace(edition.layout, widths=())), colours), ())


def page(house: House, template: str, names: Mapping[str, object]) -> str:
    """Fill a template of templates/_shared that is not a layout's.

    Raises:
        Refused: a template that cannot be read or filled, exit code LAYOUT.
    """
    shared = house.templates / "_shared"
    try:
        return _environment((shared,)).get_template(template).render(names)
    except TemplateError as error:
        place = Place(shared / template, getattr(error, "lineno", None))
        raise Refused(Finding(ExitCode.LAYOUT, str(error), place, "restore it from version control")) from None


def _filled(edition: Edition, template: str, names: Mapping[str, object]) -> str:
    try:
        return _environment(edition.template_folders).get_template(template).render(names)
    except TemplateSyntaxError as error:
        place = Place(Path(error.filename), error.lineno) if error.filename else edition.layout.place
        raise _refused(edition, str(error.message), place) from None
    except RecursionError as error:
        raise _refused(
            edition, "the template includes itself: recursion without end", _template_line(error, edition)
        ) from None
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
        raise _refused(edition, str(error), _template_line(error, edition)) from None


def _refused(edition: Edition, what: str, place: Place) -> Refused:
    hint = "templates/README.md lists the names a template can use"
    return Refused(Finding(ExitCode.LAYOUT, f"{edition.layout.name}: {what}", place, hint))


def _template_line(error: Exception, edition: Edition) -> Place:
    """The innermost template line that an error passed through."""
    place = edition.layout.place
    step = error.__traceback__
    while step:
        file = Path(step.tb_frame.f_code.co_filename)
        if file.is_relative_to(edition.house.templates):
            place = Place(file, step.tb_lineno)
        step = step.tb_next
    return place


class _Compiled(BytecodeCache):
    """Templates as code. Editions look in folders of their own, and find the same file in most of them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code of a file, unless the file has changed since."""
        code = self._codes.get((bucket.key, bucket.checksum))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a file."""
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_compiled = _Compiled()


@lru_cache(maxsize=256)
def _environment(folders: tuple[Path, ...]) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        bytecode_cache=_compiled,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., object]] = {
        "plain": str.__str__,
        "link": _link,
        "linked": _linked,
        "own_direction": _own_direction,
        "digits": _digits,
        "letters": _letters,
        "halves": _halves,
        "tied": _tied,
    }
    environment.filters.update(filters)
    return environment


def _link(address: Text) -> Markup:
    """A web address as a link that shows it as people read it; it holds no element, which PDF/UA readers need."""
    return Markup('<a href="{}" dir="ltr" data-key="{}">{}</a>').format(str(address), address.key, printed(address))


def _linked(text: Text, address: Text) -> Markup:
    """The text with its first mention of the address made a link; the text as it is where it has no mention."""
    before, mention, after = str(text).partition(printed(address))
    if not mention:
        return escape(text)
    link = Markup('<a href="{}" dir="ltr">{}</a>').format(str(address), mention)
    return Markup('<span data-key="{}">{}{}{}</span>').format(text.key, before, link, after)


def _own_direction(text: Text) -> Markup:
    """Words that run as the first of their letters does: a Latin address stays whole in a sheet written from the right.

    The engine does not know dir="auto", which would say the same. A number and the word after it stay on one line: the
    house and its street.
    """
    kinds = (unicodedata.bidirectional(character) for character in text)
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    direction = "ltr" if first == "L" else "rtl"
    return Markup('<bdi dir="{}" data-key="{}">{}</bdi>').format(direction, text.key, _AFTER_NUMBER.sub("\u00a0", text))


def _tied(text: Text, most: int = _TIED) -> Markup:
    """A headline whose last two words stay on one line, so that none is left alone on it, where they are short.

    That is, where they have no more letters than `most`, or than its longest word, for which there is room in any case.
    """
    words = str(text).split(" ")
    if len(words) < _TIED_WORDS or _letters("".join(words[-2:])) > max(most, *map(_letters, words)):
        return escape(text)
    *others, last_but_one, last = words
    before = "".join(f"{word} " for word in others)
    return Markup('<span data-key="{}">{}{}\u00a0{}</span>').format(text.key, before, last_but_one, last)


def _letters(words: str) -> int:
    """How many letters words have; marks above and below letters, which take no room, do not count."""
    return sum(unicodedata.category(character) != "Mn" for character in words)


@pass_context
def _digits(context: Context, number: int) -> str:
    """A number in the digits of the language."""
    return str(number).translate(dict(enumerate(context["locale"].digits, ord("0"))))


def _colours(edition: Edition) -> dict[str, str]:
    return {name: colour.rgb for name, colour in palette.load(edition.house.templates).items()}


def _halves(items: Sequence[Item], below: int = 0) -> tuple[Sequence[Item], Sequence[Item]]:
    """Items cut into two columns of about equal length, with `below` further characters at the end of the second.

    Why not CSS columns: balancing them sets every line several times over, which costs as much as the rest of a page.
    """
    lengths = [_HEADING + len(item.lead) + len(item.more or "") for item in items]
    total = sum(lengths) + below
    cut = min(range(len(items) + 1), key=lambda cut: abs(total - 2 * sum(lengths[:cut])))
    return items[:cut], items[cut:]


def _settings(edition: Edition, colours: Mapping[str, str]) -> str:
    """The layout's geometry and the locale's fonts as custom properties: the one way in which they reach the CSS."""
    layout, locale = edition.layout, edition.locale
    settings = {
        "trim-width": f"{layout.width:.6g}mm",
        "trim-height": f"{layout.height:.6g}mm",
        "bleed": f"{layout.bleed:.6g}mm",
        "safe": f"{layout.safe:.6g}mm",
        "font-text": ", ".join(f"'{family}'" for family in locale.fonts.text),
        "font-display": ", ".join(f"'{family}'" for family in locale.fonts.display),
        "line-height": f"{locale.line_height:.6g}",
        LEADING: "1",
        "hyphens": locale.hyphens,
        "headline-height": f"{locale.headlines.leading:.6g}",
        "letter-spacing": "1" if locale.letter_spacing else "0",
        **_widths(edition),
        **{f"words-{name}": _css_string(words) for name, words in locale.furniture.model_dump().items()},
        **colours,
        **layout.tokens,
        **_headline_sizes(layout, locale),
    }
    widths = (
        f"@page :nth({page}){{size:{width:.6g}mm {layout.height:.6g}mm}}" for page, width in enumerate(layout.widths, 1)
    )
    symbols = " ".join(_css_string(digit) for digit in locale.digits)
    digits = f"@counter-style digits{{system:numeric;symbols:{symbols}}}"
    return _root(settings) + digits + "".join(widths)


def _widths(edition: Edition) -> dict[str, str]:
    """How wide words of the display face are, as multiples of their size, so that styles can make room for them.

    Of the title and the dates the widest word; of headings, short dates and the film's address all; of its call the
    last two words. Words whose letters join or carry marks count as nothing: how wide they are only the engine knows.
    Of the title on two lines, the longer one: there the letters of such words are counted. Of the dates on two lines,
    the longest of all.
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
        return fonts.widest_word(edition.house.assets, locale.fonts.display, text)

    widths = {name: width(text) for name, text in seen.items()}
    widths["title-line"] = _longer_line(
        sheet.masthead.title, width if locale.letter_spacing else lambda line: _JOINED * _letters(line)
    )
    on_two_lines = (_longer_line(date, width) if len(date) >= _LONG_DATE else width(_unbroken(date)) for date in dates)
    widths["date-line"] = max(on_two_lines, default=0.0) if locale.letter_spacing else 0.0
    return {f"{name}-width": f"{width or _NO_WIDTH:.4g}" for name, width in widths.items()}


def _longer_line(text: str, width: Callable[[str], float]) -> float:
    """The width of the longer of two lines, broken so that it is as short as can be."""
    words = text.split(" ")
    lines = ((_unbroken(" ".join(words[:cut])), _unbroken(" ".join(words[cut:]))) for cut in range(1, len(words)))
    return min((max(map(width, pair)) for pair in lines), default=width(text))


def _unbroken(words: str) -> str:
    return words.replace(" ", "\u00a0")


def _root(settings: Mapping[str, str]) -> str:
    return ":root{" + "".join(f"--{name}:{value};" for name, value in settings.items()) + "}"


def _headline_sizes(layout: Layout, locale: Locale) -> dict[str, str]:
    """The sizes of headlines in the display face of a language, which is seldom as narrow as the Latin one."""
    sizes = {name: HEADLINE_SIZE.fullmatch(layout.tokens[name]) for name in layout.headlines}
    return {name: f"{locale.headlines.sized(float(size[1])):.6g}pt" for name, size in sizes.items() if size}


def _css_string(words: str) -> str:
    """Words as a CSS string, CSS Syntax Level 3, section 4.3.7."""
    return '"' + "".join(f"\\{ord(mark):x} " if mark in '"\\\n<' else mark for mark in words) + '"'
