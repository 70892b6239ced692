"""Find the words in which the engine draws a dotted circle that nobody typed.

A sign that belongs to a letter and stands where none is gets a dotted circle, ◌, in the letter's place. So it is with
words typed in the order in which they are seen, and with words in an encoding from before Unicode.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final

from factsheet.design.break_marks import BREAK
from factsheet.design.editions import Edition
from factsheet.engine import boxes
from factsheet.findings import ExitCode, Finding

_CIRCLE: Final = "\u25cc"
_HINT: Final = (
    "type a letter before the signs that belong to it, in the order of sounds; words in an old encoding, such as "
    "Zawgyi, must be converted to Unicode"
)


def findings(edition: Edition, pages: Sequence[Any]) -> list[Finding]:
    """Return one finding for each string with such a word, at the first of them."""
    words: dict[str, list[str]] = {}
    for page in pages:
        for child in boxes.outermost(page).all_children():
            for key, box in boxes.texts_with_keys(child):
                words.setdefault(key, []).extend(_circled(box))
    strings = {text.key: text for text in edition.strings}
    findings = []
    for key, problems in words.items():
        text = strings.get(key)
        if problems and text is not None:
            what = f'{key}: a dotted circle stands in "{problems[0]}", where a sign has no letter{_more(problems)}'
            findings.append(Finding(ExitCode.CONTENT, what, text.at(max(0, text.find(problems[0]))), _HINT))
        elif others := [word for word in problems if not any(word in text for text in strings.values())]:
            what = f'{edition.layout.name}: a dotted circle stands in "{others[0]}", where a sign has no letter, which'
            what += " the template or the language's furniture uses"
            findings.append(Finding(ExitCode.LAYOUT, what, edition.layout.place, _HINT))
    return findings


def _more(words: Sequence[str]) -> str:
    others = len(words) - 1
    return f", and in {others} more word{'s' if others > 1 else ''}" if others else ""


def _circled(box: Any) -> Iterator[str]:
    """Yield the words of a line with such a circle. Only signs can have one, which most lines of most scripts lack."""
    if box.text.isascii() or not any(unicodedata.category(letter) in ("Mn", "Mc") for letter in box.text):
        return
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    layout = box.pango_layout
    layout.reactivate(box.style)
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # as the engine does when it draws
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        glyph = ffi.new("hb_codepoint_t *")
        font = pango.pango_font_get_hb_font(item.analysis.font)
        if harfbuzz.hb_font_get_nominal_glyph(font, ord(_CIRCLE), glyph):
            for index in range(glyphs.num_glyphs):
                place = item.offset + glyphs.log_clusters[index]
                if glyphs.glyphs[index].glyph == glyph[0] and not _is_typed(text, place):
                    yield _word(text, place)
        run = run.next
    layout.deactivate()


def _is_typed(text: bytes, place: int) -> bool:
    """Tell whether a circle stands in the text, at this byte."""
    return text[place:].startswith(_CIRCLE.encode())


def _word(text: bytes, place: int) -> str:
    """Return the word around a byte, without the places where the program lets lines break."""
    before, after = (part.decode().replace(BREAK, "") for part in (text[:place], text[place:]))
    begin = before.split()[-1] if before and not before[-1].isspace() else ""
    return begin + (after.split() or [""])[0] if after and not after[0].isspace() else begin
