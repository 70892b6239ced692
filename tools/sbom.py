"""Write NOTICE and sbom.cdx.json, the parts of the program and their licences, from requirements.lock and assets/.

    pip install -e '.[test,dev]'
    python3 -m tools.sbom

What is known of a package is read from its own file, as locked. Fonts, the ink profile, the map and the word
list have their sources in assets/*/SOURCES.toml. Run it after tools/lock.py; a test compares both files with the lock.
"""

from __future__ import annotations

import email.parser
import json
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parent.parent
_LOCKED: Final = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ;[^\\\n]*)?((?: \\\n +--hash=sha256:[0-9a-f]{64})+)", re.MULTILINE
)
_CLASSIFIED: Final = {  # SPDX identifiers of the classifiers that older packages use instead
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0-or-later",
    "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.1-or-later",
    "License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
}
_IN_WORDS: Final = {
    "MIT license": "MIT",
    "BSD": "BSD-3-Clause",
    "Apache": "Apache-2.0",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
}


@dataclass(frozen=True)
class Part:
    """One thing that the program is made of, and its licence as an SPDX expression."""

    name: str
    version: str
    licence: str
    sha256: tuple[str, ...]
    kind: str = "library"
    purl: str = ""
    credit: str = ""


def locked(lock: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return the version and the hashes of every package in the text of a lock, by name."""
    return {
        name: (version, tuple(re.findall(r"[0-9a-f]{64}", hashes))) for name, version, hashes in _LOCKED.findall(lock)
    }


def packages(lock: str, folder: Path) -> Iterator[Part]:
    """Yield what is known of the packages of a lock; their files are fetched into the folder."""
    for name, (version, hashes) in locked(lock).items():
        fetch = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary=:all:", f"--dest={folder}"]
        subprocess.run([*fetch, f"{name}=={version}"], check=True)
        begin = f"{re.sub('[-_.]+', '_', name)}-".lower()
        (wheel,) = (path for path in folder.glob("*.whl") if path.name.lower().startswith(begin))
        yield Part(name, version, _licence(wheel), hashes, purl=f"pkg:pypi/{name}@{version}")


def _licence(wheel: Path) -> str:
    """Return the SPDX expression of a package's licence.

    Raises:
        ValueError: where the package says none that is known here; then add it to the table above.
    """
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", name))
        said = email.parser.Parser().parsestr(archive.read(metadata).decode("utf-8"))
    if expression := said.get("License-Expression"):
        return str(expression)
    classified = [_CLASSIFIED[one] for one in said.get_all("Classifier", ()) if one in _CLASSIFIED]
    if classified:
        return " OR ".join(classified)
    short = str(said.get("License", "")).strip()
    short = _IN_WORDS.get(short, short)
    if not re.fullmatch(r"[A-Za-z0-9.+-]+( AND [A-Za-z0-9.+-]+)*", short):
        raise ValueError(f"{wheel.name}: its licence is not known: {short[:80]}")
    return short


def assets(folder: Path) -> Iterator[Part]:
    """Yield the fonts, ink profile, images and word lists of the project, as their SOURCES.toml list them."""
    fonts = tomllib.loads((folder / "fonts/SOURCES.toml").read_text(encoding="utf-8"))
    for one in [*fonts["font"], *fonts["made"]]:
        if not one.get("pack"):
            version = one.get("version", "")
            purl = f"pkg:npm/{one['package'].replace('@', '%40')}@{version}" if "package" in one else ""
            yield Part(one["file"], version, one.get("licence", "MIT"), (one["sha256"],), "file", purl)
    for one in tomllib.loads((folder / "icc/SOURCES.toml").read_text(encoding="utf-8"))["profile"]:
        yield Part(one["file"], one["version"], one["licence"], (one["sha256"],), "file", credit=one["credit"])
    for one in tomllib.loads((folder / "images/SOURCES.toml").read_text(encoding="utf-8"))["image"]:
        yield Part(one["file"], one["version"], one["licence"], (), "file", credit=one["origin"])
    for one in tomllib.loads((folder / "words/SOURCES.toml").read_text(encoding="utf-8"))["words"]:
        yield Part(one["file"], one["version"], one["licence"], (one["sha256"],), "file", credit=one["origin"])


def notice(parts: list[Part]) -> str:
    """Return NOTICE: what the program is made of and uses, and under which licences."""
    lines = [
        "Factsheet is under the MIT licence, see LICENSE. It uses the packages below, which are installed and not part",
        "of it, and contains the files below, whose licences lie beside them in assets/. Made by tools/sbom.py from",
        "requirements.lock and assets/*/SOURCES.toml.",
    ]
    for title, kind in (("Packages", "library"), ("Files", "file")):
        lines += ["", title, ""]
        for part in parts:
            if part.kind == kind:
                lines.append(f"  {part.name} {part.version}".rstrip() + f": {part.licence}")
                lines += [f"    {part.credit}"] if part.credit else []
    return "\n".join(lines) + "\n"


def sbom(parts: list[Part], version: str) -> str:
    """Return the parts as a CycloneDX 1.6 document; it holds no date and no number of its own, so it stays the same."""
    components = []
    for part in parts:
        licences = (
            [{"expression": part.licence}]
            if re.search(r" (OR|AND) ", part.licence)
            else [{"license": {"name" if " " in part.licence else "id": part.licence}}]
        )
        component = {
            "type": part.kind,
            "bom-ref": f"{part.name}@{part.version}",
            "name": part.name,
            "licenses": licences,
        }
        component |= {"version": part.version} if part.version else {}
        component |= {"purl": part.purl} if part.purl else {}
        component |= {"hashes": [{"alg": "SHA-256", "content": one} for one in part.sha256]} if part.sha256 else {}
        components.append(component)
    about = {"type": "application", "bom-ref": "factsheet", "name": "factsheet", "version": version}
    about["licenses"] = [{"license": {"id": "MIT"}}]  # type: ignore[assignment]
    document = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1, "metadata": {"component": about}}
    return json.dumps({**document, "components": components}, indent=1, ensure_ascii=False) + "\n"


def main() -> int:
    """Write both files."""
    lock = (PROJECT / "requirements.lock").read_text(encoding="utf-8")
    about = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    with tempfile.TemporaryDirectory() as folder:
        parts = [*packages(lock, Path(folder)), *assets(PROJECT / "assets")]
    (PROJECT / "NOTICE").write_text(notice(parts), encoding="utf-8")
    (PROJECT / "sbom.cdx.json").write_text(sbom(parts, about["version"]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
