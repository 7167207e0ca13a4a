"""A body while it arrives: all of it up to a limit, and of a longer form the typed fields without the files."""

from collections.abc import Iterator
from urllib.parse import urlencode

from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import NEED_DATA, Data, Epilogue, Event, Field, File, MultipartDecoder

_MOST_PARTS = 1000
_MOST_SEARCHED = 16
"""How many times longer than allowed a body may be in which fields are looked for, which takes time."""


class ReceivedBody:
    """Takes a body in pieces, and holds at most `most` bytes of it besides the piece that is looked through.

    `content_type` is that of the request: fields are looked for in `multipart/form-data`, as forms with files are.
    """

    def __init__(self, most: int, content_type: str = "") -> None:
        kind, options = parse_options_header(content_type)
        boundary = options.get("boundary", "").encode("latin-1", "replace")
        self._most = most
        self._whole = bytearray()
        self._fields = _Fields(boundary, most) if boundary and kind == "multipart/form-data" else None
        self._length = 0

    @property
    def is_too_long(self) -> bool:
        """Whether more has come than may."""
        return self._length > self._most

    @property
    def whole(self) -> bytes:
        """The body, where it was not too long."""
        return bytes(self._whole)

    @property
    def fields(self) -> bytes:
        """What was typed into a form that was too long, as `application/x-www-form-urlencoded`."""
        return self._fields.encoded() if self._fields else b""

    def add(self, piece: bytes) -> None:
        """Take the next piece."""
        self._length += len(piece)
        if not self.is_too_long:
            self._whole += piece
        elif self._fields and self._length <= self._most * _MOST_SEARCHED:
            self._fields.add(bytes(self._whole) + piece)
            self._whole.clear()


class _Fields:
    """The fields of a form, in at most `most` bytes, while its files are let go."""

    def __init__(self, boundary: bytes, most: int) -> None:
        self._decoder = MultipartDecoder(boundary, max_parts=_MOST_PARTS)
        self._most = most
        self._length = 0
        self._name: str | None = None
        """Of the field that is arriving; none while a file does."""
        self._value = bytearray()
        self._found: list[tuple[str, bytes]] = []
        self._has_ended = False

    def add(self, piece: bytes) -> None:
        """Look through the next piece."""
        if self._has_ended:
            return
        try:
            self._decoder.receive_data(piece)
            for event in self._events():
                self._take(event)
        except (ValueError, HTTPException):  # no form after all, or too many parts
            self._has_ended = True
        self._has_ended = self._has_ended or self._length > self._most

    def encoded(self) -> bytes:
        """The fields that came whole."""
        return urlencode(self._found).encode()

    def _events(self) -> Iterator[Event]:
        while (event := self._decoder.next_event()) is not NEED_DATA and not isinstance(event, Epilogue):
            yield event

    def _take(self, event: Event) -> None:
        if isinstance(event, Field | File):
            self._name = event.name if isinstance(event, Field) else None
            self._value.clear()
        elif isinstance(event, Data) and self._name is not None:
            self._value += event.data
            self._length += len(event.data)
            if not event.more_data and self._length <= self._most:
                self._found.append((self._name, bytes(self._value)))
