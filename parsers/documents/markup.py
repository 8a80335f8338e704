"""The bytes of a small XML file in, its elements out as they close: nothing is fetched, no entity is declared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from parsers.errors import ParseError

_STEP = 65_536
_DEEPEST = 100


@dataclass(slots=True, kw_only=True)
class Element:
    """One element; names of elements and attributes stand without their prefix."""

    path: tuple[str, ...]  # local names from the root to this element
    attributes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""  # its own, without that of the elements in it


class _Refused(Exception):  # noqa: N818
    """Raised through expat, which passes on whatever a handler raises."""

    def __init__(self, why: str, *, code: str) -> None:
        super().__init__(why)
        self.code = code


def find_elements(body: bytes, *, name: str) -> Iterator[Element]:
    """The elements of a file in the order in which they close; ParseError where it is broken, or declares entities."""
    reader = _Reader()
    try:
        for start in range(0, len(body), _STEP):
            reader.parser.Parse(body[start : start + _STEP], False)
            yield from reader.take()
        reader.parser.Parse(b"", True)
        yield from reader.take()
    except _Refused as error:
        raise ParseError(name, str(error), code=error.code) from error
    except (expat.ExpatError, ValueError, LookupError) as error:  # also an encoding that nobody knows
        raise ParseError(name, f"is no valid XML ({error})", code="xml") from error


class _Reader:
    """What is open while expat goes through the bytes."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._read
        self.parser.EntityDeclHandler = self._refuse
        self.parser.buffer_text = True
        self._stack: list[Element] = []
        self._closed: list[Element] = []

    def take(self) -> list[Element]:
        """What has closed since this was last asked."""
        closed, self._closed = self._closed, []
        return closed

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) >= _DEEPEST:
            raise _Refused(f"elements more than {_DEEPEST} deep are refused", code="xml")
        path = (*(self._stack[-1].path if self._stack else ()), _local(name))
        self._stack.append(Element(path=path, attributes={_local(key): value for key, value in attributes.items()}))

    def _close(self, _name: str) -> None:
        self._closed.append(self._stack.pop())

    def _read(self, text: str) -> None:
        if self._stack:
            self._stack[-1].text += text

    def _refuse(self, *_declared: object) -> None:
        raise _Refused("a file that declares entities is refused", code="entities")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
