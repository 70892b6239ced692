"""Run the program on copies of the project: how a command ends, and where faults may be planted."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

import build
from factsheet.setup import bootstrap

PROJECT = Path(__file__).parents[2]
SHEETS, SHEET = PROJECT / "tests" / "sheets", "lantern-street"
A4, LETTER = LAYOUTS = "factsheet", "factsheet-letter"
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
"""What hides a terminal's cursor, and what shows it again."""
BROWSER = shutil.which("chromium")
YESTERDAY = b"\n% made yesterday\n"
PATIENCE = 600
"""Seconds after which what is not done is taken to hang. It is generous, as a slow or busy computer is no fault."""


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error that are neither progress nor advice."""
        return [line for line in self.err.splitlines() if not line.startswith("[") and ": advice: " not in line]

    @property
    def advice(self) -> list[str]:
        """The lines on standard error that somebody should look at, though they stop nothing."""
        return [line for line in self.err.splitlines() if ": advice: " in line]


def in_process(argv: Sequence[str | Path], capsys: pytest.CaptureFixture[str]) -> Ended:
    """Run build.py in this process, which has everything already."""
    capsys.readouterr()
    try:
        code = build.main([str(word) for word in argv])
    except SystemExit as stopped:
        code = stopped.code
    said = capsys.readouterr()
    assert isinstance(code, int)
    return Ended(code, said.out, said.err)


def command(project: Path, *argv: str | Path) -> list[str]:
    """The words that run a project's build.py in a process of its own, in the environment the tests run in."""
    return [sys.executable, "-X", f"{bootstrap.MARK}=run", str(project / "build.py"), *(str(word) for word in argv)]


def subprocess_run(
    project: Path, *argv: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Ended:
    """Run a project's build.py in a process of its own; `env` is laid over this process's."""
    done = subprocess.run(
        command(project, *argv),
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def on_a_terminal(words: Sequence[str], cwd: Path, interrupt_at: str = "") -> str:
    """What somebody who watches a terminal is sent; Ctrl-C is pressed once, when that first appears."""
    watching, terminal = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        env.pop(name, None)
    working = subprocess.Popen(words, cwd=cwd, env=env, stdout=terminal, stderr=terminal)
    os.close(terminal)
    said, pressed = b"", not interrupt_at
    with suppress(OSError):  # how Linux says that nobody holds the other end any more
        while chunk := os.read(watching, 4096):
            said += chunk
            if not pressed and interrupt_at.encode() in said:
                working.send_signal(signal.SIGINT)
                pressed = True
    os.close(watching)
    working.wait()
    return said.decode("utf-8")


class Workshop:
    """A project with two layouts and a short sheet, to plant faults in, and yesterday's PDFs in its dist/."""

    def __init__(self, folder: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.dist = folder / "dist"
        for name in ("locales", "templates/_shared", *(f"templates/{layout}" for layout in LAYOUTS)):
            shutil.copytree(PROJECT / name, folder / name)
        shutil.copytree(SHEETS / SHEET, folder / "content" / SHEET)
        for name in ("assets", "factsheet", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
            (folder / name).symlink_to(PROJECT / name)
        shutil.copy(PROJECT / "build.py", folder)
        shutil.copytree(made, self.dist)
        for pdf in self.pdfs:
            pdf.write_bytes(pdf.read_bytes() + YESTERDAY)

    @property
    def pdfs(self) -> list[Path]:
        """Every PDF in dist/."""
        return sorted(self.dist.rglob("*.pdf"))

    @property
    def yesterdays(self) -> list[str]:
        """The PDFs nobody has touched, by layout and intent."""
        return ["_".join(pdf.stem.split("_")[1::2]) for pdf in self.pdfs if pdf.read_bytes().endswith(YESTERDAY)]

    def own_assets(self) -> Path:
        """Its own copy of the assets, to plant faults in."""
        (self.folder / "assets").unlink()
        return Path(shutil.copytree(PROJECT / "assets", self.folder / "assets"))

    def change(self, file: str, old: str, new: str) -> tuple[int, int]:
        """Replace what stands once in a file; return the line and column where it stood."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found and old not in after, f"{old!r} does not stand once in {file}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def append(self, file: str, text: str) -> None:
        """Add to the end of a file."""
        with (self.folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    def run(self, *argv: str | Path) -> Ended:
        """Run its build.py in this process."""
        return in_process(argv, self._capsys)
