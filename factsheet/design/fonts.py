"""Prove that fonts are those pinned in assets/fonts/SOURCES.toml, write their CSS, and hide all other fonts."""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FETCH = "python3 tools/fetch_fonts.py"
_LIST_BYTES, _FONT_BYTES = 1024 * 1024, 64 * 1024 * 1024
RESTORE = f"restore it from version control, or run: {FETCH}"


@dataclass(frozen=True)
class Source:
    """One file of assets/fonts as SOURCES.toml lists it; licence texts and the fallback have no family."""

    file: str
    sha256: str
    family: str = ""
    weight: int = 400
    style: str = "normal"
    features: str = ""
    pack: str = ""
    """The pack it belongs to: fonts too large to be kept with the project, which may be absent as a whole."""
    in_place_of: str = ""
    """The family in whose place it sets headlines that have letters which that family lacks."""
    signs: bool = False
    """Whether its family is last in every stack, for signs that people type beside letters."""


def verify(assets: Path) -> None:
    """Compare every font and licence file with its pinned SHA-256; a pack may be absent, but only as a whole.

    Raises:
        ProjectError: naming every file that is missing or changed, exit code LAYOUT.
    """
    sources = _sources(assets)
    folder = assets / "fonts"
    fetched = {source.pack for source in sources if source.pack and (folder / source.file).exists()}
    findings = []
    for source in sources:
        hint = f"run: {FETCH} --pack {source.pack}" if source.pack else RESTORE
        if (not source.pack or source.pack in fetched) and (problem := _problem(folder, source)):
            findings.append(Finding(ExitCode.LAYOUT, problem, Place(folder / source.file), hint))
    if findings:
        raise ProjectError(*findings)


def families(assets: Path) -> frozenset[str]:
    """Return the family names templates and locales may use; every one of them is private to this project."""
    return frozenset(source.family for source in _sources(assets) if source.family)


def stand_ins(assets: Path, family: str) -> tuple[str, ...]:
    """Return the families that set headlines in place of this one, where it lacks letters."""
    return tuple(dict.fromkeys(source.family for source in _sources(assets) if source.in_place_of == family))


def with_signs(assets: Path, stack: Iterable[str]) -> tuple[str, ...]:
    """Return a stack with the families of signs after its own."""
    return tuple(dict.fromkeys([*stack, *(source.family for source in _sources(assets) if source.signs)]))


def unusable(assets: Path, stacks: Iterable[str], place: Place) -> list[Finding]:
    """Return findings for families that are not listed, or whose pack has not been fetched; `place` names them."""
    findings = []
    known = {source.family: source.pack for source in _sources(assets) if source.family}
    for family in dict.fromkeys(stacks):
        here = [assets / "fonts" / source.file for source in _sources(assets) if source.family == family]
        if not here:
            hint = f"there is {', '.join(sorted(known))}"
            findings.append(Finding(ExitCode.CONTENT, f'fonts: there is no font "{family}"', place, hint))
        elif known[family] and not all(file.is_file() for file in here):
            what = f'fonts: "{family}" is too large to be kept with the project, and is not here yet'
            hint = f"run once: {FETCH} --pack {known[family]}"
            findings.append(Finding(ExitCode.CONTENT, what, place, hint))
    return findings


def face_css(assets: Path, base: str, stack: Iterable[str] | None = None) -> str:
    """Return the @font-face rules of these families, or of all; `base` is the URL of assets/fonts with a slash."""
    wanted = frozenset(families(assets) if stack is None else stack)
    return "".join(
        f'@font-face {{ font-family: "{source.family}"; src: url("{base}{source.file}"); '
        f"font-weight: {source.weight}; font-style: {source.style}; "
        f"font-feature-settings: {source.features or 'normal'} }}\n"
        for source in _sources(assets)
        if source.family in wanted and (assets / "fonts" / source.file).is_file()
    )


def characters(assets: Path, stack: Iterable[str]) -> frozenset[int]:
    """Return the code points for which every weight of one family of the stack has a shape."""
    return frozenset[int]().union(*(_characters(assets, family) for family in stack))


def family_with(assets: Path, character: str) -> str:
    """Return the first family that has a character, of those that are here; empty where none has."""
    names = dict.fromkeys(source.family for source in _sources(assets) if source.family)
    return next((family for family in names if ord(character) in _characters(assets, family)), "")


@lru_cache(maxsize=64)
def _characters(assets: Path, family: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    here = [assets / "fonts" / source.file for source in _sources(assets) if source.family == family]
    if not here or any(not file.is_file() for file in here):
        return frozenset()
    faces = []
    for file in here:
        with TTFont(file, lazy=True) as font:
            faces.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*faces)


def widest_word(assets: Path, stack: Iterable[str], words: str) -> float:
    """Return the width of the widest of these words in the heaviest upright faces of a stack, in multiples of the size.

    Letter by letter, as they stand in the fonts: only for scripts whose letters do not join. 0 where there is no word.
    """
    advances: dict[int, float] = {}
    for family in stack:
        advances = {**_advances(assets, family), **advances}
    # A space that does not break is part of a word.
    return max(sum(advances.get(ord(letter), 0.0) for letter in word) for word in words.split(" "))


@lru_cache(maxsize=64)
def _advances(assets: Path, family: str) -> dict[int, float]:
    """Return the advance of each character in the heaviest upright face of a family, as a multiple of its size."""
    from fontTools.ttLib import TTFont

    source = heaviest(assets, family)
    if not source:
        return {}
    with TTFont(assets / "fonts" / source.file, lazy=True) as font:
        size, metrics, shapes = font["head"].unitsPerEm, font["hmtx"], _shapes(font, source.features)
        return {code: metrics[shapes.get(name, name)][0] / size for code, name in font.getBestCmap().items()}


def heaviest(assets: Path, family: str) -> Source | None:
    """Return the heaviest upright face of a family, if it is there."""
    faces = [source for source in _sources(assets) if source.family == family and source.style == "normal"]
    source = max(faces, key=lambda source: source.weight, default=None)
    return source if source and (assets / "fonts" / source.file).is_file() else None


def _shapes(font: TTFont, features: str) -> dict[str, str]:
    """Return which shapes stand in for others where these OpenType features are on, one for one."""
    if "GSUB" not in font:
        return {}
    table = font["GSUB"].table
    lookups = {
        number
        for record in table.FeatureList.FeatureRecord
        if f"'{record.FeatureTag}'" in features.split(", ")
        for number in record.Feature.LookupListIndex
    }
    subtables = (table.LookupList.Lookup[number].SubTable for number in sorted(lookups))
    plain = (getattr(subtable, "ExtSubTable", subtable) for subtable in chain.from_iterable(subtables))
    return {name: shape for subtable in plain for name, shape in getattr(subtable, "mapping", {}).items()}


def isolate(assets: Path, scratch: Path) -> None:
    """Leave this process and its children no installed font, only an empty one to fall back on.

    Call it before WeasyPrint is imported; `scratch` must outlive the last page. A character no listed font has is
    then a warning of the engine (".notdef glyph rendered") instead of a glyph of whatever the computer has installed.
    The empty font is copied, because the engine crashes where fontconfig finds no font at all, and would take any
    other font that lay beside it.

    Raises:
        ProjectError: where the empty font is missing or changed, exit code LAYOUT.
    """
    (fallback,) = (source for source in _sources(assets) if source.file.startswith("fallback/"))
    file = assets / "fonts" / fallback.file
    if problem := _problem(file.parent.parent, fallback):
        raise ProjectError(Finding(ExitCode.LAYOUT, problem, Place(file), RESTORE))
    folder = scratch.resolve() / "fonts"
    only = folder / "only"
    only.mkdir(parents=True, exist_ok=True)
    (only / file.name).write_bytes(files.read(file, None, _FONT_BYTES))
    conf = folder / "fonts.conf"
    places = f"<dir>{escape(str(only))}</dir><cachedir>{escape(str(folder / 'cache'))}</cachedir>"
    conf.write_text(f'<?xml version="1.0"?>\n<fontconfig>{places}</fontconfig>\n', encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(conf)


def _sources(assets: Path) -> tuple[Source, ...]:
    file = assets / "fonts" / "SOURCES.toml"
    try:
        return _listed(files.read(file, None, _LIST_BYTES).decode("utf-8"))
    except (files.Unreadable, ValueError, KeyError) as error:
        raise ProjectError(
            Finding(ExitCode.LAYOUT, f"cannot be read: {error}", Place(file), "restore it from version control")
        ) from error


@lru_cache(maxsize=4)
def _listed(text: str) -> tuple[Source, ...]:
    listed = tomllib.loads(text)
    return tuple(
        Source(
            entry["file"],
            entry["sha256"],
            entry.get("family", ""),
            entry.get("weight", 400),
            entry.get("style", "normal"),
            entry.get("font_features", ""),
            entry.get("pack", ""),
            entry.get("in_place_of", ""),
            entry.get("signs", False),
        )
        for entry in [*listed["font"], *listed["licence"], *listed["made"]]
    )


def _problem(folder: Path, source: Source) -> str:
    file = folder / source.file
    try:
        contents = files.read(file, None, _FONT_BYTES)
    except files.Unreadable as error:
        return f"font file: {error}" if os.path.lexists(file) else "font file is missing"
    # Git for Windows and some editors end the lines of texts with a carriage return more.
    sha256 = hashlib.sha256(contents.replace(b"\r\n", b"\n") if file.suffix == ".txt" else contents).hexdigest()
    return "" if sha256 == source.sha256 else "font file is not the pinned one"
