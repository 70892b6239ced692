"""A picture of 10 pixels drawn 100 pt wide."""

from pikepdf import Name, Pdf

INTENT = "office"
SAYS = "a picture on page 1 has 7 pixels to the inch"


def plant(document: Pdf) -> None:
    picture = document.make_stream(
        bytes(100),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=10,
        Height=10,
        ColorSpace=Name.DeviceGray,
        BitsPerComponent=8,
    )
    document.pages[0].obj.Resources.XObject[Name.Coarse] = document.make_indirect(picture)
    document.pages[0].contents_add(document.make_stream(b"q 100 0 0 100 50 50 cm /Coarse Do Q"))
