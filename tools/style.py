"""Check the style of the code, its formatting and its types: `python3 build.py test --style`."""

from __future__ import annotations

import subprocess
import sys

CHECKS = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])


def main() -> int:
    """Run each check and let it print what it finds; return 1 if one finds something, else 0."""
    codes = [subprocess.call([sys.executable, "-m", *words]) for words in CHECKS]
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
