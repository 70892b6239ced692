"""A small project of a test's own, with one plain layout, to plant faults in."""

from __future__ import annotations

from pathlib import Path

from factsheet.compose import composer
from factsheet.design.editions import Edition
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.findings import Finding
from factsheet.fitting import overset
from factsheet.lint import ready_editions

PROJECT = Path(__file__).parents[2]
LAYOUT = """\
title: Plain
trim: [100mm, 150mm]
bleed: 0mm
safe: 5mm
pages: 2
takes: {masthead: whole, messages: whole}
tokens: {text-size: 10pt}
"""
MASTHEAD = """\
{% extends "document.html" %}
{% block body %}
{% for name in ["organisation", "organisation_in_full", "kicker", "title", "subtitle"] %}
<p>{{ sheet.masthead[name] }}</p>
{% endfor %}
"""
MESSAGES = """\
<p>{{ sheet.messages.heading }}</p>
{% for item in sheet.messages.items %}
<p class="item {{ item.id }}">{{ item.lead }} {% if item.more %}{{ item.more }}{% endif %}</p>
{% endfor %}
"""
CSS = """\
@page { size: var(--trim-width) var(--trim-height); margin: 10mm }
html { font: var(--text-size)/1.4 var(--font-text) }
p { margin: 0 }
"""


def plant(
    folder: Path,
    *,
    css: str = "",
    body: str = MESSAGES,
    html: str = "",
    layout: str = LAYOUT,
    sheet: str = "lantern-street",
) -> Edition:
    """Make a project in the folder whose one layout sets masthead and messages; return its edition of a sheet."""
    templates = folder / "templates"
    (templates / "plain").mkdir(parents=True)
    (templates / "_shared").mkdir()
    shared = PROJECT / "templates" / "_shared"
    for name in ("document.html", "palette.yaml"):
        (templates / "_shared" / name).write_text((shared / name).read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("assets", "locales"):
        (folder / name).symlink_to(PROJECT / name)
    text = html or MASTHEAD + body + "{% endblock %}"
    for name, contents in (("layout.html", text), ("layout.css", CSS + css), ("layout.yaml", layout)):
        (templates / "plain" / name).write_text(contents, encoding="utf-8")
    found, problems = ready_editions.find(Project(folder, PROJECT / "tests" / "sheets"), (sheet,), (), ())
    assert all(finding.advice for finding in problems), problems
    (edition,) = found
    return edition


def findings(edition: Edition) -> list[Finding]:
    """Everything the check on words says about an edition."""
    return overset.findings(typeset.typeset(composer.compose(edition), edition))
