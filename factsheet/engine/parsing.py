"""Parse HTML and style sheets with WeasyPrint, each once while sizes are tried on them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from factsheet.engine.fetcher import BASE, fetcher
from factsheet.engine.startup import start


def counter_style() -> Any:
    """Return an empty set of counter styles, which the style sheets fill and pages are counted with."""
    from weasyprint.css.counters import CounterStyle

    return CounterStyle()


@lru_cache(maxsize=12)
def stylesheet(path: Path, source: str, templates: Path, assets: Path) -> Any:
    """Parse `source`, the style sheet at `path` with its sizes filled in."""
    weasyprint, configuration = start(assets)
    return weasyprint.CSS(
        string=source, base_url=BASE, url_fetcher=fetcher(templates, assets), font_config=configuration
    )


@lru_cache(maxsize=1)
def document(html: str, templates: Path, assets: Path) -> Any:
    """Parse a document."""
    weasyprint, _ = start(assets)
    return weasyprint.HTML(string=html, base_url=BASE, url_fetcher=fetcher(templates, assets))


def forget() -> None:
    """Parse everything anew: WeasyPrint complains only when it parses, and the next edition must hear it, too."""
    stylesheet.cache_clear()
    document.cache_clear()
