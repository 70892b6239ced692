"""A copy of the project with its live preview running, for tests that look at it from outside, as browsers do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.project import PATIENCE, PROJECT, SHEETS, command

SHEET = "taking-back-whats-ours"
SCRIPTS = PROJECT / "tests" / "scripts"


class Preview:
    """A running preview: `address` ends in a slash, `folder` is the project it follows."""

    def __init__(self, folder: Path, address: str, process: subprocess.Popen[str]) -> None:
        self.folder, self.address, self.process = folder, address, process

    @property
    def port(self) -> int:
        return int(self.address.split("/")[2].rpartition(":")[2])

    @property
    def base(self) -> str:
        """What the path of every address begins with, without a slash at the end."""
        return "/" + self.address.split("/")[3]

    def path(self, file: str) -> Path:
        return self.folder / file

    def change(self, file: str, old: str, new: str) -> None:
        """Replace what stands in a file, and put the new file in place whole, as careful editors do."""
        text = self.path(file).read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {file}"
        self.write(file, text.replace(old, new))

    def write(self, file: str, text: str) -> None:
        aside = self.path(file).with_name(f".{Path(file).name}.saving")
        aside.write_text(text, encoding="utf-8")
        aside.replace(self.path(file))


@contextmanager
def running(folder: Path, *argv: str) -> Iterator[Preview]:
    """A preview of a copy of the project in `folder`, on a free port."""
    for name in ("locales", "templates"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copytree(PROJECT / "content" / SHEET, folder / "content" / SHEET)
    shutil.copytree(SCRIPTS / "lantern-street", folder / "content" / "lantern-street")
    shutil.copytree(SHEETS / "lantern-street", folder / "content" / "lantern-street-short")
    for name in ("assets", "factsheet", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        (folder / name).symlink_to(PROJECT / name)
    shutil.copy(PROJECT / "build.py", folder)
    words = command(folder, "preview", "--port", "0", *argv)
    process = subprocess.Popen(words, cwd=folder, env={**os.environ}, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        said = process.stdout.readline()
        assert said.startswith("The preview is at http://127.0.0.1:"), said
        yield Preview(folder, said.split()[4], process)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)
        process.stdout.close()
