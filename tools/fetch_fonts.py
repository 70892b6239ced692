"""assets/fonts/SOURCES.toml -> the files it lists: fetched from npm or PyPI at a pinned version, checked, cut, stored.

Run it after adding a font to SOURCES.toml, or to restore a file that was lost or changed; with `--pack NAME`, to get
the fonts of a pack, which are too large to be kept with the project. A new entry may leave out its sums: the run then
fails and names those it found, so that a person decides to trust them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter, parse_unicodes
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.otBase import USE_HARFBUZZ_REPACKER
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"
# Copyright, names, licence and its address stay in a font that is cut, as the licence wants.
KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
# Features nobody can ask for here: alternates to choose from, small capitals, fractions.
UNUSED_FEATURES = {"aalt", "salt", "dlig", "smcp", "c2sc", "frac", "numr", "dnom", "ordn", "unic", "titl", "hist"}


def main() -> int:
    """Fetch, check, cut and write every file; returns 1 and leaves a file alone where its sum is not the pinned one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sources = tomllib.loads((FONTS / "SOURCES.toml").read_text(encoding="utf-8"))
    packs = sorted({entry["pack"] for entry in sources["font"] if "pack" in entry})
    parser.add_argument("--pack", choices=packs, help="the fonts of this pack and no others")
    pack = parser.parse_args().pack
    fetched = [entry for entry in [*sources["font"], *sources["licence"]] if entry.get("pack") == pack]
    made = [] if pack else sources["made"]
    packages = {pin: packed(pin) for pin in sorted({pin_of(entry) for entry in fetched})}
    failed = False
    for entry in fetched:
        content = packages[pin_of(entry)][entry["path"]]
        if entry["file"].endswith(".txt"):
            content = content.replace(b"\r\n", b"\n")  # as the build compares them
        if "cut" in entry:
            if not trusted(entry, "original", content):
                failed = True
                continue
            content = cut(at(content, entry.get("at", {})), wanted(sources["cut"], entry))
        failed |= not stored(entry, content)
    for entry in made:
        failed |= not stored(entry, empty_font())
    return int(failed)


def pin_of(entry: Mapping[str, Any]) -> str:
    """The package of a file and its version; one of PyPI is written as pip does."""
    return f"{entry['package']}{'==' if entry.get('registry') == 'pypi' else '@'}{entry['version']}"


def wanted(cuts: Mapping[str, str], entry: Mapping[str, Any]) -> str:
    """The characters that a cut font keeps: with letters the marks and figures of all scripts, with signs nothing."""
    own = cuts[entry["cut"]]
    return own if entry.get("signs") else f"{cuts['common']}, {own}"


def at(font: bytes, axes: Mapping[str, float]) -> bytes:
    """The static font that a variable one is at these places on its axes, such as wght and wdth."""
    if not axes:
        return font
    static = instantiateVariableFont(_opened(font), dict(axes), inplace=True, updateFontNames=True)
    # A family here has one width, so the engine need not tell it from others, and names the font without it.
    static["OS/2"].usWidthClass = 5
    made = io.BytesIO()
    static.save(made)
    return made.getvalue()


def trusted(entry: Mapping[str, Any], key: str, content: bytes) -> bool:
    """Whether the sum is the one the entry pins; says so if not."""
    found = hashlib.sha256(content).hexdigest()
    if found != entry.get(key):
        print(f'{entry["file"]}: SOURCES.toml does not have {key} = "{found}"', file=sys.stderr)
    return found == entry.get(key)


def stored(entry: Mapping[str, Any], content: bytes) -> bool:
    """Write a file if its sum is the pinned one; whether it was."""
    if not trusted(entry, "sha256", content):
        return False
    file = FONTS / entry["file"]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return True


def _opened(font: bytes) -> TTFont:
    """A font whose tables are packed by fontTools alone, whatever else is installed, and that keeps its date."""
    opened = TTFont(io.BytesIO(font), recalcTimestamp=False)
    opened.cfg[USE_HARFBUZZ_REPACKER] = False
    return opened


def cut(font: bytes, unicodes: str) -> bytes:
    """The font with these characters and all shapes they can take together, and no hints, which paper does not need.

    `unicodes` is like U+0020-007E, U+00AB. The bytes depend on the version of fontTools, which the locks pin.
    """
    options = Options(
        name_IDs=KEPT_NAMES,
        hinting=False,
        notdef_outline=True,
        recalc_timestamp=False,
    )
    options.drop_tables += ["STAT", "meta", "vhea", "vmtx", "gasp"]
    whole = _opened(font)
    features = {
        record.FeatureTag for table in ("GSUB", "GPOS") for record in whole[table].table.FeatureList.FeatureRecord
    }
    options.layout_features = sorted(features - UNUSED_FEATURES)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=parse_unicodes(unicodes.replace("U+", "").replace(",", " ")))
    subsetter.subset(whole)
    made = io.BytesIO()
    whole.save(made)
    return made.getvalue()


def packed(pin: str) -> dict[str, bytes]:
    """What a package holds, by path within it; `pin` is name@version, or name==version for one of PyPI."""
    with tempfile.TemporaryDirectory() as folder:
        if "==" in pin:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, pin]
            subprocess.run(command, check=True, stdout=sys.stderr)
            (wheel,) = Path(folder).glob("*.whl")
            with zipfile.ZipFile(wheel) as files:
                return {name: files.read(name) for name in files.namelist()}
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, pin], check=True, stdout=sys.stderr)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as members:
            return {
                member.name.removeprefix("package/"): stream.read()
                for member in members
                if (stream := members.extractfile(member)) is not None
            }


def empty_font() -> bytes:
    """A font of our own with no letters: fontconfig needs one font to live, and must not find another.

    Its bytes depend on fontTools alone, as no clock is read.
    """
    font = FontBuilder(1000)
    font.setupGlyphOrder([".notdef", "space"])
    font.setupCharacterMap({0x20: "space"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "space": TTGlyphPen(None).glyph()})
    font.setupHorizontalMetrics({".notdef": (500, 0), "space": (250, 0)})
    font.setupHorizontalHeader(ascent=1000, descent=-250)
    font.setupNameTable({"familyName": "FS Empty", "styleName": "Regular"})
    font.setupOS2(sTypoAscender=1000, sTypoDescender=-250, usWinAscent=1000, usWinDescent=250)
    font.setupPost()
    font.updateHead(created=0, modified=0)
    font.font.recalcTimestamp = False
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


if __name__ == "__main__":
    sys.exit(main())
