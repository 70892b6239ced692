"""Start WeasyPrint once for each process, with this project's fonts and no others."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from factsheet.design import fonts
from factsheet.engine import VERSION, patches, state
from factsheet.engine.fetcher import BASE, fetcher
from factsheet.findings import ExitCode, Finding, ProjectError
from factsheet.setup import bootstrap


@lru_cache(maxsize=1)
def start(assets: Path) -> tuple[ModuleType, Any]:
    """Return WeasyPrint with its patches, and the one font configuration of this process.

    Raises:
        ProjectError: it cannot be loaded, or is of another version than `VERSION`, exit code ENVIRONMENT.
    """
    fonts.verify(assets)
    scratch = Path(tempfile.mkdtemp(prefix="factsheet-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    fonts.isolate(assets, scratch)
    try:
        weasyprint = patches.load()
    except (OSError, ImportError) as error:
        what = f"the typesetting engine does not start: {bootstrap.import_trouble(error)}"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what)) from None
    if weasyprint.__version__ != VERSION:
        what = f"WeasyPrint {weasyprint.__version__} is installed, but this program is made for {VERSION}"
        hint = "leave your own environment, so that python3 build.py sets itself up, or install the version it needs"
        raise ProjectError(Finding(ExitCode.ENVIRONMENT, what, hint=hint))
    patches.install()
    state.begin(lambda family: fonts.characters(assets, (family,)))
    load_family.cache_clear()  # what the font configuration before this one has
    from weasyprint.text.fonts import FontConfiguration

    configuration = FontConfiguration()
    state.PROCESS.configurations.append(configuration)
    atexit.register(_remove_fonts, configuration)
    return weasyprint, configuration


@lru_cache(maxsize=64)
def load_family(assets: Path, family: str) -> None:
    """Load the fonts of one family when a language first names it: loading all takes as long as a page."""
    weasyprint, configuration = start(assets)
    weasyprint.CSS(
        string=fonts.face_css(assets, BASE + "assets/fonts/", (family,)),
        base_url=BASE,
        url_fetcher=fetcher(assets.parent / "templates", assets),
        font_config=configuration,
    )


def _remove_fonts(configuration: Any) -> None:
    """Remove the folder of a font configuration, which does so itself only if it is collected before the end."""
    if configuration._folder:
        shutil.rmtree(configuration._folder, ignore_errors=True)


# A forked process needs a font configuration of its own: two would put their fonts into the same folder.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=start.cache_clear)
