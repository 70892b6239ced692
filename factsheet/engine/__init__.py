"""Lay out and draw pages. The only package that knows WeasyPrint, pydyf and Pango.

`patches` lists what is replaced in WeasyPrint, `state` what outlives an edition, and `boxes` the classes of its tree.
docs/engine.md says why, and what to do when a new version comes out.
"""

from __future__ import annotations

from typing import Final

VERSION: Final = "70.0"
"""The version of WeasyPrint that `patches` fits; any other is refused."""
LIBRARIES: Final = ("pango", "harfbuzz", "fontconfig", "freetype", "fribidi", "thai", "glib-2", "gobject-2")
"""What the files of the system's libraries are called that have a part in pages: other versions set other lines."""
