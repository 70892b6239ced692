"""Finish a tagged drawing for screens: cut to the trim, and both PDF/UA-1 and PDF/A-3a.

The engine writes either the one or the other, and PDF/A changes how it draws, which paper has no use for. So it is
asked for PDF/UA, and what PDF/A wants besides is added here: its name in the one packet of metadata that readers look
at, the meaning of the colours, and links that are not lost on paper.
"""

from __future__ import annotations

from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from factsheet.pdf import metadata

_PRINT: Final = 4  # the bit of an annotation's flags that ISO 19005-3, 6.3.2, wants set


def finish(drawn: pikepdf.Pdf, srgb: bytes, right_to_left: bool) -> pikepdf.Pdf:
    """Cut every page to its trim and make the file PDF/A as well. Changes `drawn` and returns it.

    `srgb` is an ICC profile that says what the numbers of the colours mean.
    """
    for page in drawn.pages:
        trim = [float(edge) for edge in page.trimbox]
        for box in (Name.MediaBox, Name.BleedBox, Name.TrimBox):
            page.obj[box] = Array(trim)
        for note in page.obj.get(Name.Annots, ()):
            note.F = _PRINT
    if right_to_left:
        drawn.Root.ViewerPreferences.Direction = Name.R2L
    profile = drawn.make_indirect(drawn.make_stream(srgb, N=3))
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)
    intent.OutputConditionIdentifier = intent.Info = String("sRGB")
    drawn.Root.OutputIntents = Array([intent])
    drawn.Root.Metadata.write(metadata.for_screen(drawn.Root.Metadata.read_bytes()))
    return drawn
