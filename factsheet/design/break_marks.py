"""Define the invisible characters that mark line breaks, and remove them from words.

A mark is three bytes long in any form, so that places in the text stay.
"""

from __future__ import annotations

import re
from typing import Final

BREAK: Final = "\u200b"
"""A zero width space: a line may break here."""
HELD: Final = "\u2060"
"""A word joiner: a line breaks here only if it would end much too soon, or be too wide, without."""
TIGHT: Final = "\ufeff"
"""The same by its old name: a line breaks here only if it would be too wide without."""
# Letters of Unicode's line breaking class SA, whose words only a dictionary can tell: Thai, Lao, Myanmar, Khmer, Tai.
LETTER: Final = r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
_LETTER = re.compile(LETTER)
_MARKS = re.compile(f"[{BREAK}{HELD}{TIGHT}]")
_HOLDS = re.compile(f"[{HELD}{TIGHT}]")


def unmarked(words: str) -> str:
    """Return words of a page as they were written, without marks that tell only where lines break."""
    return (_MARKS if _LETTER.search(words) else _HOLDS).sub("", words)
