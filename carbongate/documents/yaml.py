"""YAML from the event stream of the C parser, in one pass without recursion.

Depth, aliases and size are refused before they cost anything, and lines cost nothing. `<<` merges,
and the last of two equal keys wins (and is noted in `Map.repeated`). Keys are text: as written, or
for kubectl, where they are a truth value or an integer, as JSON would write them.
"""

import re
from typing import Any, NoReturn

from carbongate.documents.node import Map, Seq
from carbongate.documents.scalars import Version, core, kubernetes
from carbongate.errors import InputError

YAML_LIMIT = 20_000_000  # characters
DEPTH = 100
VALUES = 750_000  # of one file
ALIASED = 200_000  # values that the aliases of one file stand for
NOTED = 100  # repeated keys of one map that are remembered
KEY = 1024  # characters of a key that is itself a list or a map


def yaml_documents(text: str, path: str, *, version: Version) -> list[Any]:
    """The documents of a YAML file that are not empty. `!Tag value` becomes Map {"!Tag": value}.

    Aliases share one object, so nobody may change what is returned.
    Errors: InputError with the line, for text that is not YAML or is over a limit.
    """
    if len(text) > YAML_LIMIT:
        raise InputError(f"larger than {YAML_LIMIT // 1_000_000} MB, the limit for YAML", path)
    import yaml

    text = text.removeprefix("\ufeff")
    try:
        return _Builder(text, path, version).documents()
    except yaml.MarkedYAMLError as error:
        last = max(1, len(text.rstrip().splitlines()))  # an open end is found behind it
        line = min(error.problem_mark.line + 1, last) if error.problem_mark else None
        raise InputError(f"not valid YAML: {error.problem}", path, line) from None
    except yaml.reader.ReaderError as error:
        raise InputError(f"not valid YAML: {error.reason}", path, _odd_line(text)) from None
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError("not valid YAML: half of a surrogate pair", path, line) from None


def _odd_line(text: str) -> int | None:
    """The line of the first character that YAML does not allow."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, found.start()) + 1 if found else None


class _Frame:
    """A map or list that is being read."""

    __slots__ = ("anchor", "key", "line", "merges", "merging", "size", "start", "tag", "value")

    def __init__(self, value: Map | Seq, event: Any) -> None:
        self.value = value
        self.anchor: str | None = event.anchor
        self.tag = _tag(event)
        self.start: int = event.start_mark.index
        self.key: str | None = None  # the key whose value comes next
        self.line = 0  # and its line
        self.merging = False  # the key is <<
        self.merges: list[tuple[Any, int]] = []
        self.size = 1


class _Builder:
    """Makes values of the events of one file."""

    def __init__(self, text: str, path: str, version: Version) -> None:
        import yaml

        self.yaml = yaml
        self.text = text
        self.path = path
        self.version = version
        self.resolve = kubernetes if version == "1.1" else core
        self.known: dict[str, Any] = {}  # plain scalars already resolved
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int] | None] = {}  # None while it is being read
        self.aliased = 0
        self.found: list[Any] = []

    def documents(self) -> list[Any]:
        """Reads the stream to its end."""
        yaml = self.yaml
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(self.text)
        scalar, start_map, start_seq = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        next_event, stack = loader.get_event, self.stack
        count = 0
        try:
            while (event := next_event()) is not None:
                kind = type(event)
                if kind is scalar:
                    self.scalar(event)
                elif kind is start_map or kind is start_seq:
                    line = event.start_mark.line + 1
                    if len(stack) >= DEPTH:
                        self.refuse(f"nested deeper than {DEPTH} levels", line)
                    if event.anchor:
                        self.anchors[event.anchor] = None
                    stack.append(_Frame(Map(line) if kind is start_map else Seq(line), event))
                elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                    self.close(event)
                elif kind is yaml.AliasEvent:
                    self.alias(event)
                elif kind is yaml.DocumentStartEvent:
                    self.anchors.clear()
                count += 1
                if count > VALUES:
                    self.refuse(f"more than {VALUES:,} values", event.start_mark.line + 1)
        finally:
            loader.dispose()
        return self.found

    def scalar(self, event: Any) -> None:
        """A scalar: text where quoted or tagged so, else what the version resolves it to."""
        text: str = event.value
        tag = _tag(event)
        plain = event.implicit[0] and event.tag != "!"
        value: Any = text
        if plain or tag in _RESOLVED:
            if text not in self.known:
                self.known[text] = self.resolve(text)
            value = self.known[text]
        line = event.start_mark.line + 1
        if event.anchor:
            self.anchors[event.anchor] = (_tagged(tag, value, line), 1)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.value) is Map:
            frame.merging = (plain and text == "<<") or tag == "!!merge"
            self.key(frame, self.key_text(text, value), line)
        else:
            self.add(_tagged(tag, value, line), 1, line)

    def key_text(self, text: str, value: Any) -> str:
        """A scalar as a key."""
        if self.version == "1.1" and isinstance(value, int):
            return str(value).lower()
        return text

    def close(self, event: Any) -> None:
        """The end of a map or list."""
        frame = self.stack.pop()
        line = frame.value.line
        if isinstance(frame.value, Map):
            for merged, where in frame.merges:
                self.merge(frame.value, merged, where)
        value = _tagged(frame.tag, frame.value, line)
        if frame.anchor:
            self.anchors[frame.anchor] = (value, frame.size)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.key is None and type(parent.value) is Map:
            self.long_key(parent, frame.start, event.end_mark.index, line, frame.size)
        else:
            self.add(value, frame.size, line)

    def long_key(self, parent: _Frame, start: int, end: int, line: int, size: int) -> None:
        """A key that is a list or map (`{{ name }}` is one): its own source text."""
        if end - start > KEY:
            self.refuse(f"a key of more than {KEY} characters", line)
        parent.size += size
        self.key(parent, self.text[start:end].strip(), line)

    def alias(self, event: Any) -> None:
        """The value of an anchor again."""
        line = event.start_mark.line + 1
        name = event.anchor
        if name not in self.anchors:
            self.refuse(f"not valid YAML: alias *{name[:40]} has no anchor", line)
        known = self.anchors[name]
        if known is None:
            self.refuse(f"anchor &{name[:40]} contains itself", line)
        value, size = known
        self.aliased += size
        if self.aliased > ALIASED:
            self.refuse(f"its aliases stand for more than {ALIASED:,} values", line)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and frame.key is None and type(frame.value) is Map:
            plain = isinstance(value, str | int | float)
            self.key(frame, self.key_text(str(value), value) if plain else f"*{name}", line)
        else:
            self.add(value, size, line)

    def key(self, frame: _Frame, key: str, line: int) -> None:
        """Remembers the key whose value comes next."""
        frame.key = key
        frame.line = line

    def add(self, value: Any, size: int, line: int) -> None:
        """Puts a finished value where it belongs."""
        if not self.stack:
            if value is not None:
                self.found.append(value)
            return
        frame = self.stack[-1]
        frame.size += size
        target = frame.value
        if isinstance(target, Seq):
            target.append(value)
            target.lines.append(line)
            return
        key = frame.key
        frame.key = None
        if frame.merging:
            frame.merging = False
            frame.merges.append((value, frame.line))
        elif key is not None:
            if key in target.lines and len(target.repeated) < NOTED:
                target.repeated += ((key, frame.line),)
            target[key] = value
            target.lines[key] = frame.line

    def merge(self, target: Map, value: Any, line: int) -> None:
        """Fills in the keys of a merged map, or of several, the first first."""
        sources = value if isinstance(value, Seq) else [value]
        for source in sources:
            if not isinstance(source, Map):
                self.refuse("not valid YAML: << needs a map, or a list of maps", line)
            for key, inner in source.items():
                if key not in target.lines:
                    target[key] = inner
                    target.lines[key] = source.lines[key]

    def refuse(self, why: str, line: int) -> NoReturn:
        """Errors: InputError, always."""
        raise InputError(why, self.path, line)


_YAML = "tag:yaml.org,2002:"
_PLAIN = frozenset(("!!map", "!!seq", "!!str", "!!binary", "!!timestamp", "!!value", "!!merge"))
_RESOLVED = frozenset(("!!int", "!!float", "!!bool", "!!null"))


def _tag(event: Any) -> str:
    """The tag as one writes it; "" for none and for "!", which only says "no guessing"."""
    tag = event.tag
    if tag is None or tag == "!":
        return ""
    return "!!" + tag[len(_YAML) :] if tag.startswith(_YAML) else str(tag)


def _tagged(tag: str, value: Any, line: int) -> Any:
    """The value, under its tag where the tag is not one of YAML's own."""
    if not tag or tag in _PLAIN or tag in _RESOLVED:
        return value
    wrapped = Map(line)
    wrapped[tag] = value
    wrapped.lines[tag] = line
    return wrapped
