"""What a run that fails must leave behind: messages for people, and every PDF of yesterday whole."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
from support.project import (
    A4,
    LETTER,
    SHEET,
    Ended,
    Workshop,
)

from factsheet.design.editions import Intent
from factsheet.findings import ExitCode

OF_A4, OF_LETTER = ({f"{layout}_{intent}" for intent in Intent} for layout in (A4, LETTER))
ALL = OF_A4 | OF_LETTER
COPY = f"content/{SHEET}/en.yaml"
# A place, if there is one; what is wrong; what to do. What the engine says comes without advice.
MESSAGE = re.compile(r"(?:[^\s:]+:(?:\d+:){0,2} )?\S.*(?: Hint: \S.*)|\S+: \S+: the typesetting engine says: .*")


def snapshot(folder: Path) -> dict[Path, tuple[bytes, int]]:
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def failed(ended: Ended, code: ExitCode, workshop: Workshop, yesterdays: set[str]) -> list[str]:
    """The messages of a run that failed as it should, leaving these of yesterday's PDFs and no piece of any other."""
    assert ended.code == code, ended.err
    assert "Traceback" not in ended.err
    assert ended.problems
    for line in ended.problems:
        assert MESSAGE.fullmatch(line), line
    assert set(workshop.yesterdays) == yesterdays
    assert {"_".join(pdf.stem.split("_")[1::2]) for pdf in workshop.pdfs} == ALL
    for pdf in workshop.pdfs:
        pikepdf.open(pdf).close()
    assert not [*workshop.dist.rglob(".*")]
    return ended.problems
