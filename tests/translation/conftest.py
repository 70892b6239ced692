"""Projects with a short sheet, for the tests of what translators and reviewers do."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import translating

from factsheet.design.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of one's own with the short sheet, in English only."""
    return translating.english(tmp_path)


@pytest.fixture
def french(project: Project) -> Project:
    """The same with a translation and its record."""
    return translating.translated(project)
