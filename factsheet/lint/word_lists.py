"""Find words without spaces between them that neither a word list nor an installed package can divide."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Iterable
from pathlib import Path

from factsheet.design import dictionary
from factsheet.design.break_marks import BREAK, LETTER
from factsheet.findings import ExitCode, Finding, Place
from factsheet.yaml.nodes import Text

PACKAGE = "icu4py"
_UNSPACED = re.compile(rf"{LETTER}{{2,}}")


def missing(texts: Iterable[Text], place: Place, assets: Path) -> list[Finding]:
    """Return a finding if words are in no list in assets/words, and the package that finds them is missing.

    `place` is the language's.
    """
    listed = re.compile(f"[{dictionary.letters(assets)}]+")
    if importlib.util.find_spec(PACKAGE) or not any(
        _UNSPACED.search(listed.sub("", text)) and BREAK not in text for text in texts
    ):
        return []
    what = f"word_breaks: the package {PACKAGE}, which finds words that no space divides, is not installed"
    python = sys.executable
    # The environment that the set-up makes has no pip; Python can put the one there that it comes with.
    first = "" if importlib.util.find_spec("pip") else f"{python} -m ensurepip && "
    hint = (
        f"run once: {first}{python} -m pip install --require-hashes -r requirements-words.lock; or put a zero width "
        "space, U+200B, between the words of every text"
    )
    return [Finding(ExitCode.ENVIRONMENT, what, place, hint)]
