"""Log as WeasyPrint does, so that our own complaints about pages are collected with its own."""

from __future__ import annotations

import logging
from typing import Final

LOGGER: Final = logging.getLogger("weasyprint")


def complain(message: str) -> None:
    """Log what is wrong with a page; `complaints.collected` makes a finding of it."""
    LOGGER.error(message)
