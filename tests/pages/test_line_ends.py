"""Line ends as Windows writes them, in any text file of a checkout or all of them: the same bytes are built."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from support.project import A4, PROJECT, SHEETS, subprocess_run

from factsheet.design import fonts

FOLDERS = ("assets", "factsheet", "locales", "templates")
TEXTS = {".css", ".html", ".py", ".svg", ".toml", ".txt", ".yaml"}
_WORDS = ("--layout", A4, "--lang", "en", "--for", "screen")


def checkout(folder: Path) -> Path:
    """What a build needs of this project, as a folder of its own, with a sheet."""
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "packs"))
    shutil.copytree(SHEETS, folder / "content")
    for name in ("build.py", "pyproject.toml", "requirements.lock"):
        shutil.copy(PROJECT / name, folder)
    return folder


def built(project: Path) -> dict[str, bytes]:
    """The PDFs that one edition is built into there."""
    done = subprocess_run(project, *_WORDS)
    assert done.code == 0, done.err
    return {file.name: file.read_bytes() for file in (project / "dist").rglob("*.pdf")}


def test_a_checkout_whose_texts_were_all_converted_builds_the_same_bytes(tmp_path: Path) -> None:
    plain, converted = checkout(tmp_path / "plain"), checkout(tmp_path / "converted")
    texts = [file for file in converted.rglob("*") if file.suffix in TEXTS]
    assert {file.suffix for file in texts} == TEXTS
    for file in texts:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    wanted = built(plain)
    assert wanted
    assert built(converted) == wanted


def test_a_clone_by_git_for_windows_holds_every_file_as_it_was_committed(tmp_path: Path) -> None:
    if not (PROJECT / ".git").exists() or not shutil.which("git"):
        pytest.skip("needs a checkout with its history, and git")
    clone = tmp_path / "clone"
    command = ("git", "clone", "--quiet", "--no-hardlinks", "-c", "core.autocrlf=true", str(PROJECT), str(clone))
    subprocess.run(command, check=True, capture_output=True)
    fonts.verify(clone / "assets")
    listed = subprocess.run(("git", "ls-files", "--eol"), cwd=clone, check=True, capture_output=True, text=True).stdout
    assert len(listed.splitlines()) > 400
    assert "w/crlf" not in listed
    assert "w/mixed" not in listed


def test_licence_texts_are_the_pinned_ones_whatever_ends_their_lines(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "assets" / "fonts", tmp_path / "fonts", ignore=shutil.ignore_patterns("packs"))
    licences = [*tmp_path.rglob("*.txt")]
    assert licences
    for file in licences:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    fonts.verify(tmp_path)
    licences[0].write_bytes(licences[0].read_bytes() + b"and more")
    with pytest.raises(fonts.ProjectError, match="not the pinned one"):
        fonts.verify(tmp_path)
