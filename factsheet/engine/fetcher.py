"""Let WeasyPrint read files of templates/ and assets/, and nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from factsheet.storage import files

BASE: Final = "https://sheet.invalid/"
"""A name that can never resolve, so that a relative link cannot turn into a path of the machine it was built on."""
_READABLE: Final = {".ttf": "font/ttf", ".svg": "image/svg+xml", ".png": "image/png"}
_FILE_BYTES: Final = 64 * 1024 * 1024  # of a font or image


@lru_cache(maxsize=4)
def fetcher(templates: Path, assets: Path) -> Any:
    """Return WeasyPrint's kind of reader of addresses, which stops at any that is not below these two folders."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    roots = {"templates": templates.resolve(), "assets": assets.resolve()}

    class ProjectFetcher(URLFetcher):  # type: ignore[misc]
        """Read files below templates/ and assets/ and inline `data:`, and stop at anything else."""

        def fetch(self, url: str, headers: object = None) -> Any:
            if url.lower().startswith("data:"):
                return super().fetch(url)
            parts = urlsplit(url)
            top, _, rest = unquote(parts.path).lstrip("/").partition("/")
            path = roots[top] / rest if top in roots and f"{parts.scheme}://{parts.netloc}/" == BASE else None
            if path is None or path.suffix not in _READABLE:
                raise FatalURLFetchingError(f"{url[:120]} is not a file of templates/ or assets/")
            try:
                contents = files.read(path, roots[top], _FILE_BYTES)
            except files.Unreadable as error:
                raise FatalURLFetchingError(f"{url[:120]} is not a file of templates/ or assets/: {error}") from None
            return URLFetcherResponse(url, contents, {"Content-Type": _READABLE[path.suffix]})

    return ProjectFetcher(allowed_protocols=("data",), allow_redirects=False)


def is_refusal(error: BaseException) -> bool:
    """Tell whether an exception is how WeasyPrint stops where an address may not be read; it is no `Exception`."""
    from weasyprint.urls import FatalURLFetchingError

    return isinstance(error, FatalURLFetchingError)
