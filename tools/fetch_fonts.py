"""assets/fonts/SOURCES.toml -> the files it lists: fetched with `npm pack` at the pinned version, checked, stored.

Run it after adding a font to SOURCES.toml, or to restore a file that was lost or changed. A new entry may leave out its
`sha256`: the run then fails and names the sum it found, so that a person decides to trust it.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

FONTS = Path(__file__).resolve().parent.parent / "assets" / "fonts"


def main() -> int:
    """Fetch, check and write every file; returns 1 and leaves a file alone where its sum is not the pinned one."""
    sources = tomllib.loads((FONTS / "SOURCES.toml").read_text(encoding="utf-8"))
    fetched = [*sources["font"], *sources["licence"]]
    packages = {pin: packed(pin) for pin in sorted({f"{entry['package']}@{entry['version']}" for entry in fetched})}
    content = {entry["file"]: packages[f"{entry['package']}@{entry['version']}"][entry["path"]] for entry in fetched}
    content |= {entry["file"]: empty_font() for entry in sources["made"]}
    failed = False
    for entry in [*fetched, *sources["made"]]:
        found = hashlib.sha256(content[entry["file"]]).hexdigest()
        if found != entry.get("sha256"):
            print(f'{entry["file"]}: SOURCES.toml does not have sha256 = "{found}"', file=sys.stderr)
            failed = True
            continue
        file = FONTS / entry["file"]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content[entry["file"]])
    return int(failed)


def packed(pin: str) -> dict[str, bytes]:
    """What a package holds, by path within it; `pin` is name@version."""
    with tempfile.TemporaryDirectory() as folder:
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
