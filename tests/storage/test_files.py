"""What anybody may have put where the program reads: pipes, devices, links, folders, large files."""

from __future__ import annotations

import io
import os
import shutil
import signal
import tempfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.planted import MESSAGES, plant
from support.project import PATIENCE, PROJECT, SHEETS, subprocess_run

import build
from factsheet.build import manifest
from factsheet.compose import composer
from factsheet.content import glossary, loader, records
from factsheet.design import layouts, locales
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import Place, ProjectError
from factsheet.storage import files, fingerprints, ownership
from factsheet.translation import reported_limits

ZERO = Path("/dev/zero")


def _pipe(file: Path) -> None:
    os.mkfifo(file)


def _device(file: Path) -> None:
    file.symlink_to(ZERO)


def _folder(file: Path) -> None:
    file.mkdir()


def _loop(file: Path) -> None:
    file.symlink_to(file.name)


def _private(file: Path) -> None:
    file.symlink_to(PROJECT / "pyproject.toml")


def _large(file: Path) -> None:
    with file.open("wb") as stream:
        stream.truncate(1 << 32)  # takes no room on the disk


STRANGE = [_pipe, _device, _folder, _loop, _private, _large]
Put = Callable[[Path], None]


@pytest.mark.parametrize("put", STRANGE)
@pytest.mark.parametrize("name", ["en.yaml", "facts.yaml"])
def test_a_file_of_words(tmp_path: Path, put: Put, name: str) -> None:
    shutil.copytree(SHEETS / "lantern-street", tmp_path / "sheet")
    (tmp_path / "sheet" / name).unlink()
    put(tmp_path / "sheet" / name)
    with pytest.raises(ProjectError):
        loader.load(tmp_path, "sheet", "en")


@pytest.mark.parametrize("put", STRANGE)
def test_a_record_of_translations(tmp_path: Path, put: Put) -> None:
    (tmp_path / "sheet").mkdir()
    put(tmp_path / "sheet" / "fr.lock.json")
    with pytest.raises(ProjectError):
        records.read(tmp_path / "sheet" / "fr.lock.json")


@pytest.mark.parametrize("put", STRANGE)
def test_a_glossary(tmp_path: Path, put: Put) -> None:
    (tmp_path / "content").mkdir()
    put(tmp_path / "content" / "glossary.csv")
    with pytest.raises(ProjectError):
        glossary.read(tmp_path / "content" / "glossary.csv", "fr")


@pytest.mark.parametrize("put", STRANGE)
def test_a_language(tmp_path: Path, put: Put) -> None:
    (tmp_path / "locales").mkdir()
    put(tmp_path / "locales" / "fr.yaml")
    with pytest.raises(ProjectError):
        locales.load(tmp_path / "locales", "fr")


@pytest.mark.parametrize("put", STRANGE)
def test_a_style_file(tmp_path: Path, put: Put) -> None:
    edition = plant(tmp_path, body=MESSAGES)
    style = edition.project.templates / "plain" / "layout.css"
    composed = composer.compose(edition)
    style.unlink()
    put(style)
    with pytest.raises(ProjectError) as caught:
        typeset.typeset(composed, edition)
    assert caught.value.findings[0].place == Place(style)


@pytest.mark.parametrize("put", STRANGE)
def test_a_picture_that_a_style_names(tmp_path: Path, put: Put) -> None:
    edition = plant(tmp_path, css='p { background: url("templates/plain/a.svg") }')
    put(edition.project.templates / "plain" / "a.svg")
    with pytest.raises(ProjectError, match=r"a\.svg is not a file of templates/"):
        typeset.typeset(composer.compose(edition), edition)


def test_a_folder_of_a_layout_that_leads_out(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "factsheet").symlink_to(PROJECT / "templates" / "factsheet")
    with pytest.raises(ProjectError, match="leads out"):
        layouts.load(tmp_path / "templates", "factsheet")


@pytest.mark.parametrize("put", [_pipe, _device, _folder, _loop])
def test_fingerprints_wait_for_nothing(tmp_path: Path, put: Put) -> None:
    put(tmp_path / "file")
    assert fingerprints.of_file(tmp_path / "file") == ""


@pytest.mark.parametrize("put", [_pipe, _device])
@pytest.mark.parametrize("name", ["a.pdf", "report.json", "index.html"])
def test_nothing_of_ours_is_sought_in_a_pipe_or_device(tmp_path: Path, put: Put, name: str) -> None:
    put(tmp_path / name)
    assert ownership.is_foreign(tmp_path / name)


@pytest.mark.parametrize("put", STRANGE)
def test_a_record_or_report_of_a_build_that_is_none_is_as_good_as_not_there(tmp_path: Path, put: Put) -> None:
    put(tmp_path / "report.json")
    assert manifest.read(tmp_path / "report.json") is None
    assert reported_limits.read(tmp_path / "report.json", "sheet", "fr", "en") == {}


@pytest.mark.parametrize("where", ["templates/pipe.html", "locales/pipe.yaml", "assets/pipe.svg", "content/pipe.yaml"])
def test_a_pipe_anywhere_stops_no_command(tmp_path: Path, where: str) -> None:
    for name in ("locales", "templates", "assets", "factsheet"):
        (tmp_path / name).mkdir()
        for inner in (PROJECT / name).iterdir():
            (tmp_path / name / inner.name).symlink_to(inner)
    for name in ("build.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        (tmp_path / name).symlink_to(PROJECT / name)
    shutil.copytree(SHEETS / "lantern-street", tmp_path / "content" / "lantern-street")
    os.mkfifo(tmp_path / where)
    assert subprocess_run(tmp_path, "list").code in (0, 3, 4)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("cannot be written: '/home/anna/fs/dist/x.pdf'", "cannot be written: 'dist/x.pdf'"),
        ("no such file: '/tmp/factsheet-12/fonts/a b/c.conf'", "no such file: '…/c.conf'"),
        ("see https://example.org/a/b/c, 3/4 mm, and/or", "see https://example.org/a/b/c, 3/4 mm, and/or"),
        (r"C:\Users\anna\fs\x.yaml is not here", "…/x.yaml is not here"),
        ("/home/anna/words/content/s/en.yaml:3", "content/s/en.yaml:3"),
        ("templates/factsheet/layout.html", "templates/factsheet/layout.html"),
    ],
)
def test_what_is_written_names_no_folder_of_anybody(said: str, shown: str) -> None:
    assert Project(Path("/home/anna/fs"), Path("/home/anna/words/content")).shown(said) == shown


def test_a_file_is_read_to_its_limit_and_no_further(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert files.read(file, tmp_path, 5) == b"12345"
    with pytest.raises(files.Unreadable, match="larger"):
        files.read(file, tmp_path, 4)
    with pytest.raises(files.Unreadable, match="no such file"):
        files.read(tmp_path / "none", tmp_path, 4)


def _latin(file: Path) -> None:
    file.write_bytes("masthead:\n  title: café\n".encode("latin-1"))


def _wide(file: Path) -> None:
    file.write_bytes("masthead:\n  title: café\n".encode("utf-16"))


def _nothing(file: Path) -> None:
    file.write_bytes(b"\0\0\0")


def _dead(file: Path) -> None:
    file.symlink_to("nowhere")


SHEET = "content/lantern-street"
NAMES = st.sampled_from(
    ("en.yaml", "fr.yaml", "facts.yaml", "fr.lock.json", "FR.yaml", "\udcff.yaml", "a\nb.yaml", "x")
)
WHERES = st.builds("{}/{}".format, st.sampled_from((SHEET, "content", "content/other")), NAMES)
OTHERS = st.sampled_from((
    "content/glossary.csv", "content/.changes.json", "content/.in-use", f"{SHEET}/.unfinished-9-9", "content/\udcff",
    "sent.csv", "sent.po",
))  # fmt: skip
PUTS = st.sampled_from((*STRANGE, _latin, _wide, _nothing, _dead))
COMMANDS = st.sampled_from((
    ("list",), ("status",), ("status", "--update"), ("import", "sent.csv"), ("import", "sent.po"),
    ("review", "--lang", "fr", "--by", "Ana", "--on", "2026-01-01"), ("export", "--lang", "fr", "--as", "csv"),
    ("new", "language", "uk"),
))  # fmt: skip


@settings(max_examples=20, derandomize=True, deadline=None, database=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.tuples(WHERES | OTHERS, PUTS), min_size=1, max_size=3), COMMANDS)
def test_whatever_lies_in_a_folder_of_words_every_command_ends_and_says_why(
    command_line: None, put: list[tuple[str, Put]], words: tuple[str, ...]
) -> None:
    def too_long(*_: object) -> None:
        raise AssertionError("the command waits")

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        shutil.copytree(SHEETS / "lantern-street", Path(folder, SHEET))
        shutil.copy(Path(folder, SHEET, "en.yaml"), Path(folder, SHEET, "fr.yaml"))
        Path(folder, "locales").mkdir()
        for tag in ("en", "fr", "ru"):
            shutil.copy(PROJECT / "locales" / f"{tag}.yaml", Path(folder, "locales"))
        for name in ("templates", "assets"):
            Path(folder, name).symlink_to(PROJECT / name)
        for name, do in put:
            Path(folder, name).parent.mkdir(exist_ok=True)
            with suppress(OSError):
                Path(folder, name).unlink()
            with suppress(OSError):  # a folder was put there before
                do(Path(folder, name))
        patch.setattr(build, "PROJECT", Path(folder))
        patch.chdir(folder)
        said = io.StringIO()
        signal.signal(signal.SIGALRM, too_long)
        signal.alarm(PATIENCE)
        try:
            with redirect_stderr(said), redirect_stdout(said):
                code = build.main([*words])
        finally:
            signal.alarm(0)
        assert code in (0, 2, 3, 4, 7), said.getvalue()
        assert "Unexpected error" not in said.getvalue(), said.getvalue()
        assert (code == 0) or "Hint: " in said.getvalue(), said.getvalue()
