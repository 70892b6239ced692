"""A sheet, longer or shorter: its own words, with accents, as a translation of another length would have them."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.lint import ready_editions

PROJECT = Path(__file__).parents[2]
SHEET = PROJECT / "content" / "taking-back-whats-ours"
_ACCENTS = str.maketrans("aeiounc", "àéîöûñç")
# Words of many lengths, about six letters long on average, as words are.
_MORE = ("très", "élargie", "où", "naïveté", "façonne", "à", "présent", "reconnaître", "bientôt", "ces", "règlements")
# A word that is not translated: an address, a year, the short name.
_KEPT = re.compile(r"^\s*(#|(web|address|date|organisation):)")
ITSELF = "abcdefghijklmnopqrstuvwxyz"
# Vowels are not written, or as signs above and below.
FROM_THE_RIGHT = str.maketrans(ITSELF, "_بتث_حخد_رزسشص_طظعغف_كلمنه")
TALL = str.maketrans(ITSELF, "ाबकडेफगहिजखलमनोपटरसतुवधयठछ")
_SIGNS = str.maketrans("ािेोु", "आइएओउ")  # of vowels, and the letters that stand for them where no letter stands before
_OPENING = re.compile(r"^(?P<indent>\s*)(?P<key>[a-z0-9_-]+:)(?: (?P<text>.*))?$")


def stretched(text: str, factor: float) -> str:
    """The text with accents, and with as many words more or fewer as make it that much longer."""
    if factor < 1:
        # Marks that come in pairs could lose their partner.
        words = re.sub(r"[“”‘’()]", "", text).split()
        kept = list(itertools.takewhile(lambda count: len(" ".join(words[:count])) <= factor * len(text),
                                        range(1, len(words) + 1)))  # fmt: skip
        return " ".join(words[: max(1, *kept, 1)]).rstrip(" ,;:.") + "."
    ending = re.search(r"[.!?’”]*$", text)
    body, end = (text[: ending.start()], ending[0]) if ending else (text, "")
    body = body.translate(_ACCENTS)
    for word in itertools.cycle(_MORE):
        if len(body) + len(end) + len(word) / 2 >= factor * len(text):
            return body + end
        body += " " + word
    raise AssertionError


def copy_of(folder: Path, factor: float, strings: dict[str, str] | None = None) -> Project:
    """The project, with its own sheet stretched; single strings as given, by their keys."""
    content = folder / "content"
    (content / SHEET.name).mkdir(parents=True, exist_ok=True)
    for name in ("facts.yaml", "en.yaml"):
        shutil.copy(SHEET / name, content / SHEET.name)
    file = content / SHEET.name / "en.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text(
        "\n".join(_lines(lines, lambda text: text if factor == 1 else stretched(text, factor), strings or {})) + "\n",
        encoding="utf-8",
    )
    return Project(PROJECT, content)


def in_letters(folder: Path, letters: dict[int, int], tag: str, joined: bool = False) -> Project:
    """The project, with its own sheet in other letters, as words of a language; `joined` makes some of them long."""
    project = copy_of(folder, 1)
    source = project.content / SHEET.name / "en.yaml"

    def changed(text: str) -> str:
        words = text.split(" ")
        if letters:
            shown = [word if re.search(r"[.@]\w", word) else word.lower().translate(letters) for word in words]
            words = [_spelt(word.replace("_", "")) or "و" for word in shown]
        if joined:
            for at in range(len(words) - 1, 3, -5):
                if len(words[at]) + len(words[at - 1]) <= 18 and (words[at - 1] + words[at]).isalpha():
                    words[at - 1 : at + 1] = [words[at - 1] + words[at]]
        return " ".join(words)

    lines = source.read_text(encoding="utf-8").splitlines()
    (source.parent / f"{tag}.yaml").write_text("\n".join(_lines(lines, changed, {})) + "\n", encoding="utf-8")
    return project


def _spelt(word: str) -> str:
    """A word as it could be spelled: no sign of a vowel twice in a row, nor without a letter before it."""
    once = re.sub(r"([ािेोु])\1+", r"\1", word)
    return re.sub(r"(?<![\u0900-\u097f])[ािेोु]", lambda sign: sign[0].translate(_SIGNS), once)


def edition(project: Project, layout: str) -> Edition:
    """The edition of the stretched sheet in a layout."""
    found, problems = ready_editions.find(project, (), (layout,), ())
    assert all(one.advice for one in problems), problems
    (only,) = found
    return only


def _lines(lines: list[str], change: Callable[[str], str], strings: dict[str, str]) -> Iterator[str]:
    path: list[tuple[int, str]] = []
    number = 0
    while number < len(lines):
        line, number = lines[number], number + 1
        opening = None if line.lstrip().startswith("#") else _OPENING.match(line)
        if not opening:
            yield line
            continue
        indent, name, text = len(opening["indent"]), opening["key"][:-1], opening["text"]
        path = [*((depth, key) for depth, key in path if depth < indent), (indent, name)]
        if text is None:
            yield line
            continue
        if text == ">-":
            block = _block(lines[number:], indent)
            number += len(block)
            text = " ".join(part.strip() for part in block)
        key = ".".join(part for _, part in path)
        new = strings.get(key) or (text if _KEPT.match(line) else change(text))
        yield f"{opening['indent']}{opening['key']} >-"
        yield f"{opening['indent']}  {new}" if not (new[:1] == new[-1:] == '"') else f"{opening['indent']}  {new[1:-1]}"


def _block(lines: list[str], indent: int) -> list[str]:
    """The lines of a text that begins below its key."""
    return list(itertools.takewhile(lambda line: line.startswith(" " * (indent + 1)), lines))
