"""YAML and JSON without surprises: limits before anything is built, lines kept, nothing executed.

YAML is built from the event stream of the C parser in one pass without recursion, so that depth,
aliases and size are refused before they cost anything, and lines cost nothing. What a plain scalar
means depends on who reads the file in real life:

- 1.2 (own configuration, workflows, compose): the core schema. Only true and false are truth values,
  `on` and `no` are text, `010` is ten. Keys are the text that is written.
- 1.1 (Kubernetes): what kubectl's parser does, which is not the 1.1 standard to the letter. `yes`,
  `no`, `on`, `off`, `y`, `n` are truth values, `010` is eight, `1_000` and `1e3` are numbers,
  `12:30` is text. A key that is a truth value or an integer is written as JSON would write it.

In both, dates and a bare `=` are text, `<<` merges, the last of two equal keys wins (and is noted in
`Map.repeated`), and numbers that are not finite stay text, so that nobody can calculate with them.
"""

import re
from itertools import accumulate
from typing import Any, Literal

from carbongate.errors import InputError

Version = Literal["1.1", "1.2"]

JSON_LIMIT = 100_000_000  # characters
YAML_LIMIT = 20_000_000
DEPTH = 100
VALUES = 2_000_000  # values of one YAML file
ALIASED = 200_000  # values that the aliases of one YAML file stand for
CONTAINERS = 5_000_000  # objects and lists of one JSON file
DIGITS = 300  # more do not fit a float
NOTED = 100  # repeated keys of one map that are remembered
KEY = 1024  # characters of a key that is itself a list or a map


class Map(dict[str, Any]):
    """A YAML map. `line` is its own, `lines` those of its keys, from 1."""

    __slots__ = ("line", "lines", "repeated")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        self.repeated: tuple[tuple[str, int], ...] = ()  # keys written again, and where


class Seq(list[Any]):
    """A YAML list. `line` is its own, `lines` those of its items, from 1."""

    __slots__ = ("line", "lines")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []


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
        last = text.rstrip("\n").count("\n") + 1  # an open end is found behind it
        line = min(error.problem_mark.line + 1, last) if error.problem_mark else None
        raise InputError(f"not valid YAML: {error.problem}", path, line) from None
    except yaml.reader.ReaderError as error:
        raise InputError(f"not valid YAML: {error.reason}", path, _odd_line(text)) from None
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise InputError("not valid YAML: half of a surrogate pair", path, line) from None


def json_document(text: str, path: str) -> Any:
    """The value of a JSON file as plain dicts and lists.

    Errors: InputError with the line, for text that is not strict JSON or is over a limit.
    """
    if len(text) > JSON_LIMIT:
        raise InputError(f"larger than {JSON_LIMIT // 1_000_000} MB, the limit for JSON", path)
    import json

    text = text.removeprefix("\ufeff")
    _check_nesting(text, path)
    if "\\ud" in text or "\\uD" in text:
        text = _SURROGATE.sub(lambda found: "\\ufffd" if found[1] else found[0], text)
    try:
        return json.loads(text, parse_constant=_number, parse_float=_number, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise InputError(f"not valid JSON: {error.msg}", path, error.lineno) from None
    except _NotFinite as error:
        line = _line_outside_strings(text, error.literal)
        raise InputError(
            f"{error.literal[:20]} is not a finite number, or too large", path, line
        ) from None


# ---- YAML --------------------------------------------------------------------------------------


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
        self.resolve = _kubernetes if version == "1.1" else _core
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
            return
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

    def refuse(self, why: str, line: int) -> None:
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


_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_TRUTH = {word: word[0] in "tT" for word in ("true", "True", "TRUE", "false", "False", "FALSE")}
_OLD_TRUTH = (
    _TRUTH
    | {
        form: truth
        for word, truth in (("y", True), ("yes", True), ("on", True), ("n", False), ("no", False))
        for form in (word, word.capitalize(), word.upper())
    }
    | {"off": False, "Off": False, "OFF": False}
)
_NUMBER_START = frozenset("+-.0123456789")
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_GO_INTEGER = re.compile(r"[-+]?(?:0[0-7]+|0[oO][0-7]+|0[xX][0-9a-fA-F]+|0[bB][01]+|0|[1-9][0-9]*)")


def _core(text: str) -> Any:
    """A plain scalar under the core schema of YAML 1.2."""
    if text in _NULL:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    if text[0] not in _NUMBER_START or len(text) > DIGITS:
        return text
    if _DECIMAL.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    return _finite(text, text)


def _kubernetes(text: str) -> Any:
    """A plain scalar as kubectl's parser reads it."""
    if text in _NULL:
        return None
    if text in _OLD_TRUTH:
        return _OLD_TRUTH[text]
    if text[0] not in _NUMBER_START or len(text) > DIGITS:
        return text
    bare = text.replace("_", "") if text[0] != "." else text
    if _GO_INTEGER.fullmatch(bare):
        digits = bare.lstrip("+-")
        octal = len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567"
        value = int(digits, 8) if octal else int(digits, 0)
        return -value if bare[0] == "-" else value
    return _finite(bare, text)


def _finite(bare: str, text: str) -> Any:
    """The float that is written, or the text where it is none or is too large for one."""
    if not _FLOAT.fullmatch(bare):
        return text
    value = float(bare)
    return value if abs(value) != float("inf") else text


def _odd_line(text: str) -> int | None:
    """The line of the first character that YAML does not allow."""
    found = re.search("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return text.count("\n", 0, found.start()) + 1 if found else None


# ---- JSON --------------------------------------------------------------------------------------

# An escape: a whole surrogate pair, half of one (group 1), or any other.
_SURROGATE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)
_STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NO_BRACKET = bytes(set(range(256)) - set(b'[]{}"'))


class _NotFinite(Exception):  # noqa: N818 - it never leaves this file
    """A number of a JSON file that no calculation can use."""

    def __init__(self, literal: str) -> None:
        super().__init__(literal)
        self.literal = literal


def _check_nesting(text: str, path: str) -> None:
    """Refuses depth before the parser recurses: the brackets outside of strings, counted.

    Up to the first mistake in the text this sees the same strings as the parser does.
    """
    if text.count("[") + text.count("{") <= DEPTH:
        return
    raw = text.encode("utf-8", "surrogatepass").replace(b"\\\\", b"").replace(b'\\"', b"")
    brackets = b"".join(raw.translate(None, _NO_BRACKET).split(b'"')[::2])
    if max(accumulate(map(_STEP.__getitem__, brackets)), default=0) > DEPTH:
        raise InputError(f"nested deeper than {DEPTH} levels", path)
    if len(brackets) > 2 * CONTAINERS:
        raise InputError(f"more than {CONTAINERS:,} objects and lists", path)


def _number(literal: str) -> float:
    value = float(literal)
    if not abs(value) < float("inf"):
        raise _NotFinite(literal)
    return value


def _integer(literal: str) -> int:
    if len(literal) > DIGITS:
        raise _NotFinite(literal)
    return int(literal)


def _line_outside_strings(text: str, literal: str) -> int | None:
    """The line of a literal that is not inside a string."""
    pattern = re.compile(r'"(?:[^"\\]|\\.)*"|(' + re.escape(literal) + ")", re.DOTALL)
    places = (found.start() for found in pattern.finditer(text) if found[1])
    place = next(places, None)
    return text.count("\n", 0, place) + 1 if place is not None else None
