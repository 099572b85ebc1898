"""Reading a drawing back: its texts, where they stand and how wide they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from bot.ui.pictures.drawing import Drawing
from bot.ui.pictures.lettering import width

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Written:
    """One text: what it says, in which class and size, and the box that it takes."""

    text: str
    kind: str
    size: float
    left: float
    right: float
    top: float
    bottom: float


def read(drawing: Drawing) -> ET.Element:
    """The drawing as XML; raises ParseError when it is not well-formed."""
    return ET.fromstring(drawing.svg)  # noqa: S314 -- our own


def texts(drawing: Drawing) -> Iterator[Written]:
    """Every text of a drawing."""
    for element in read(drawing).iter(f"{_SVG}text"):
        text = "".join(element.itertext())
        size = float(element.attrib["font-size"])
        wide = width(text, size, bold=element.get("font-weight") == "700")
        turned = element.get("transform")
        if turned is not None:
            x, y = map(float, turned.split("(")[1].split(")")[0].split())
            box = (x - size, x + size * 0.3, y - wide, y)
        else:
            x, y = float(element.attrib["x"]), float(element.attrib["y"])
            before = {"start": 0.0, "middle": wide / 2, "end": wide}
            x -= before[element.get("text-anchor", "start")]
            box = (x, x + wide, y - size, y + size * 0.3)
        yield Written(text, element.attrib["class"], size, *box)


def squashed(text: str) -> str:
    """The text without what line breaks and cuts change."""
    return "".join(c for c in text if not c.isspace() and c not in "…\u2068\u2069")
