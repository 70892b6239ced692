"""A drawn PDF with tags -> the file for screens: cut to the trim, and both PDF/UA-1 and PDF/A-3a.

The engine writes either the one or the other, and PDF/A changes how it draws, which paper has no use for. So it is
asked for PDF/UA, and what PDF/A wants besides is added here: its name in the one packet of metadata that readers look
at, the meaning of the colours, and links that are not lost on paper.
"""

from __future__ import annotations

import re
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from factsheet.storage.ownership import PRODUCER

_PRINT: Final = 4  # the bit of an annotation's flags that ISO 19005-3, 6.3.2, wants set
_ENGINE: Final = re.compile(rb'(?<=pdf:Producer=)"[^"]*"')
_END: Final = b"</rdf:RDF>"
# ISO 19005-3, 6.6.2.3.3, wants every property described that it does not know itself, such as that of PDF/UA.
_ARCHIVE: Final = b"""
<rdf:Description xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" rdf:about="" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(drawn: pikepdf.Pdf, srgb: bytes, direction: str) -> pikepdf.Pdf:
    """Cut every page to its trim and make the file PDF/A as well. Changes `drawn` and returns it.

    `srgb` is an ICC profile that says what the numbers of the colours mean, `direction` "rtl" or "ltr".
    """
    for page in drawn.pages:
        trim = [float(edge) for edge in page.trimbox]
        for box in (Name.MediaBox, Name.BleedBox, Name.TrimBox):
            page.obj[box] = Array(trim)
        for note in page.obj.get(Name.Annots, ()):
            note.F = _PRINT
    if direction == "rtl":
        drawn.Root.ViewerPreferences.Direction = Name.R2L
    profile = drawn.make_indirect(drawn.make_stream(srgb, N=3))
    intent = Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=profile)
    intent.OutputConditionIdentifier = intent.Info = String("sRGB")
    drawn.Root.OutputIntents = Array([intent])
    told = _ENGINE.sub(f'"{PRODUCER}"'.encode(), drawn.Root.Metadata.read_bytes())
    drawn.Root.Metadata.write(told.replace(_END, _ARCHIVE + _END))
    return drawn
