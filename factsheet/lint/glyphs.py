"""Check that the fonts of a language have every character of its words."""

from __future__ import annotations

import unicodedata
from typing import Final

from factsheet.checks import Violation, check
from factsheet.lint.strings import Spelling, Violations, Words

_IN_THEIR_PLACE: Final = ("<initial>", "<medial>", "<final>", "<isolated>")
_SKIN: Final = "🏻🏼🏽🏾🏿"  # changes the emoji before it, which is told
_RAISED: Final = str.maketrans("23", "²³")
_SHOWN: Final = 3  # characters that a message names
# Ask for the picture of a sign in place of its shape, and for a picture made of several.
_PICTURE: Final = "\ufe0f\u20e3\u200d"
# Signs below the emoji that are emoji, too, and what the fonts have that says the same.
_EMOJI: Final = {
    **dict.fromkeys(
        "⌚⌛⏩⏪⏫⏬⏰⏳◽◾☔☕♈♉♊♋♌♍♎♏♐♑♒♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✊✋✨❓❔❕➕➖➗➰➿⬛⬜⭕",
        "",
    ),
    **{"✅": "✔", "❌": "✘", "❎": "✘", "❗": "!", "⭐": "★", "📞": "☎", "📧": "✉", "👉": "→", "👍": "✓", "🙂": "☺"},
}


def _shapes(words: Words) -> Violations:
    """The fonts of the language have a shape for every character.

    Reason: where they have none, the engine takes one from any other font of this project, or prints a box, and says
    nothing.

    Hint: use another character, or add a font to assets/fonts and to the language's file.

    Source: own; docs/stages.md, Fonts.
    """
    text, spelling = words.text, words.spelling
    lacking = [
        letter
        for letter in dict.fromkeys(text)
        if not (letter.isspace() or letter in _SKIN) and any(ord(letter) not in has for has in spelling.shapes)
    ]
    by_hint: dict[tuple[str, bool], list[tuple[str, str]]] = {}
    for letter in lacking:
        hint, instead = _in_place_of(letter, spelling)
        by_hint.setdefault((hint, bool(instead)), []).append((letter, instead))
    for (hint, _), letters in by_hint.items():
        named = ", ".join(_shown(letter) for letter, _ in letters[:_SHOWN])
        more = f" and {len(letters) - _SHOWN} more" if len(letters) > _SHOWN else ""
        instead = ", ".join(instead for _, instead in letters if instead)
        yield Violation(f"no font has {named}{more}", f"{hint}{instead}", text.at(text.index(letters[0][0])))


def _shown(letter: str) -> str:
    """Return a character that no font has, for people."""
    kind = "the emoji " if _is_emoji(letter) else ""
    return f'{kind}"{letter}" (U+{ord(letter):04X}, {unicodedata.name(letter, "no name").lower()})'


def _is_emoji(letter: str) -> bool:
    return "\U0001f000" <= letter <= "\U0001faff" or letter in _EMOJI


def _in_place_of(letter: str, spelling: Spelling) -> tuple[str, str]:
    """Return what to do about a character that no font has, and what to type in its place; empty if not known."""
    if letter in _PICTURE:
        return "delete it: it is invisible, and asks for a coloured picture of the sign before it", ""
    if _EMOJI.get(letter):
        return "emoji cannot be printed; use ", _EMOJI[letter]
    if _is_emoji(letter):
        return "emoji cannot be printed: say it in words, or use a sign such as ✓ ✗ ★ ♥ ☎ ⚠ →", ""
    form = unicodedata.decomposition(letter).partition(" ")[0]
    plain = unicodedata.normalize("NFKC", letter).strip()
    if form == "<square>":
        plain = plain.translate(_RAISED)
    if plain not in ("", letter) and all(one.isspace() or ord(one) in has for one in plain for has in spelling.shapes):
        if form in _IN_THEIR_PLACE:
            return "type the words anew: letters take the form of their place in a word by themselves", ""
        return "use ", plain
    family = spelling.elsewhere(letter)
    return (f"{family} has it: name it under fonts in the file of the language" if family else ""), ""


CHECKS: Final = (check("F03", _shapes),)
