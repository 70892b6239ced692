"""Fingerprints: every file that could matter, and its contents only."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest
from support.project import PROJECT, SHEET, SHEETS

from factsheet.storage import fingerprints


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in ("templates", "locales", "factsheet"):
        shutil.copytree(PROJECT / name, folder / name)
    shutil.copytree(SHEETS / SHEET, folder / "content" / SHEET)
    (folder / "assets").symlink_to(PROJECT / "assets")
    for name in fingerprints.FILES:
        shutil.copy(PROJECT / name, folder)
    return folder


def read(project: Path) -> dict[str, str]:
    return fingerprints.read(project, project / "content")


def test_what_has_a_part_in_a_build_is_there(project):
    found = {str(Path(path).relative_to(project)) for path in read(project)}
    for folder in ("factsheet", "locales", "templates", "assets", "content"):
        inside = {
            str(path.relative_to(project))
            for path in (project / folder).rglob("*")
            if path.is_file() and path.suffix in (".py", ".yaml", ".html", ".css", ".svg", ".ttf", ".toml", ".icc")
        }
        assert inside
        assert inside <= found
    assert {"build.py", "requirements.lock"} <= found
    assert not [path for path in found if "__pycache__" in path or "/." in path]


def test_only_contents_count(project):
    before = read(project)
    file = project / "templates" / "_shared" / "palette.yaml"
    os.utime(file, (0, 0))
    file.write_bytes(file.read_bytes())
    assert read(project) == before
    file.write_bytes(file.read_bytes() + b"#")
    os.utime(file, (0, 0))
    after = read(project)
    assert {path for path in after if after[path] != before[path]} == {str(file)}


def test_new_and_lost_files_count(project):
    before = {*read(project)}
    (project / "content" / SHEET / "qaa.yaml").write_text("x", encoding="utf-8")
    (project / "locales" / "en.yaml").unlink()
    changed = {*read(project)} ^ before
    assert {Path(path).name for path in changed} == {"qaa.yaml", "en.yaml"}


def test_a_folder_of_content_is_not_searched_to_its_ground(project):
    deep = project / "content" / "holidays" / "2025"
    deep.mkdir(parents=True)
    (deep / "film.mov").write_bytes(b"x")
    assert not [path for path in read(project) if path.endswith(".mov")]


def test_what_cannot_be_read_has_no_fingerprint(project):
    assert fingerprints.of_file(project / "gone") == ""
    assert fingerprints.of_file(project) == ""
    assert fingerprints.read(project / "gone", project / "gone") == {}


def test_the_versions_of_packages_are_known():
    told = fingerprints.platform()
    assert any(re.fullmatch(r"weasyprint-[\d.]+\.dist-info", name) for name in told)


def test_the_libraries_of_the_engine_are_known_once_it_is_loaded():
    from factsheet.engine import LIBRARIES, startup

    startup.start(PROJECT / "assets")
    found = fingerprints.libraries(LIBRARIES)
    assert any("pango" in path for path in found)
    assert any("harfbuzz" in path for path in found)
    assert fingerprints.all_match(found)
    assert not fingerprints.all_match({**found, next(iter(found)): "0" * 64})
