"""Write XMP metadata (ISO 16684-1) of finished files.

Why not pikepdf's `open_metadata`: it cannot write the structure in which PDF/A wants properties described that it does
not know itself (ISO 19005-3, 6.6.2.3.3), but flattens it; it names itself in the packet's `x:xmptk`; and the rest it
writes in other bytes.
"""

from __future__ import annotations

import re
from typing import Final
from xml.sax.saxutils import escape

from factsheet.storage.ownership import PRODUCER

_PRESS: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfxid="http://www.npes.org/pdfx/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID><xmpMM:RenditionClass>default</xmpMM:RenditionClass>
<xmpMM:VersionID>1</xmpMM:VersionID><pdf:Producer>{producer}</pdf:Producer><pdf:Trapped>False</pdf:Trapped>
<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
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


def for_press(title: str, date: str, identity: str) -> bytes:
    """Return what PDF/X-4 (ISO 15930-7) asks a file to say of itself; `date` is in ISO 8601."""
    return _PRESS.format(title=escape(title), date=date, identity=identity, producer=PRODUCER).encode("utf-8")


def for_screen(drawn: bytes) -> bytes:
    """Add what PDF/A-3a wants to the metadata of a drawing for PDF/UA, and name this program as its producer."""
    return _ENGINE.sub(f'"{PRODUCER}"'.encode(), drawn).replace(_END, _ARCHIVE + _END)
