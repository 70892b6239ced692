"""Read from the report of the last build how long strings may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from factsheet.storage import files

_BYTES: Final = 64 * 1024 * 1024
"""A larger file is no report of ours."""


def read(report: Path, sheet: str, tag: str, source: str) -> dict[str, int]:
    """Return how many characters each string may have to fit every layout, by its key.

    The limits are as the last build measured them; empty if it did not, or if the report cannot be read. For a layout
    in which the language could not be made because it is too long, those of the source language count.
    """
    limits: dict[str, int] = {}
    try:
        editions = json.loads(files.read(report, None, _BYTES))["editions"]
        of_layouts = {
            edition["layout"]: edition.get("budgets") or {}
            for language in (source, tag)
            for edition in editions
            if (edition["sheet"], edition["language"]) == (sheet, language)
        }
        for of_layout in of_layouts.values():
            for key, most in of_layout.items():
                limits[str(key)] = min(int(most), limits.get(key, int(most)))
    except (files.Unreadable, ValueError, LookupError, TypeError, AttributeError):
        return {}
    return limits
