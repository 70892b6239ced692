"""Run a command of the program on some editions alone, and keep what was laid out of them: see products.py.

python -m support.build_some '["sheet · layout · en", …]' build --content … --out …
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from support import products
from support.project import PROJECT

from factsheet.build import pipeline
from factsheet.cli.main import main
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.findings import Finding

names, *argv = sys.argv[1:]
wanted = {*json.loads(names)}
select = pipeline.select


def some(project: Project, selection: pipeline.Selection) -> tuple[list[Edition], list[Finding]]:
    """Of the selected editions those whose names are wanted."""
    chosen, problems = select(project, selection)
    return [edition for edition in chosen if edition.name in wanted], problems


pipeline.select = some
with products.noted(Path(argv[-1])):
    sys.exit(main(argv, PROJECT))
