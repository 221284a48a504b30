"""Variables in compose files: `${NAME}`, `${NAME:-default}` and their kin, and the `.env` file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from carbongate.manifests.quantities import UnreadableError

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\s*[=:]\s*(.*)")
COMMENT = re.compile(r"\s#.*")
DEPTH = 10  # defaults within defaults


class UnsetError(UnreadableError):
    """A variable that nothing in the tree sets, and that has no default."""


def interpolated(text: str, known: Mapping[str, str], depth: int = DEPTH) -> str:
    """The text with its variables filled in; `$$` is a dollar.

    Errors: UnsetError, naming the variable, where nothing says its value.
    """
    if "$" not in text:
        return text
    parts: list[str] = []
    position = 0
    while (dollar := text.find("$", position)) >= 0:
        parts.append(text[position:dollar])
        after = text[dollar + 1 : dollar + 2]
        name = NAME.match(text, dollar + 1)
        if after == "$":
            parts.append("$")
            position = dollar + 2
        elif after == "{":
            if not depth:
                raise UnsetError(f"its defaults are nested deeper than {DEPTH} levels")
            end = closing(text, dollar + 2)
            parts.append(braced(text[dollar + 2 : end], known, depth - 1))
            position = end + 1
        elif name:
            parts.append(value(name[0], known))
            position = name.end()
        else:
            parts.append("$")
            position = dollar + 1
    parts.append(text[position:])
    return "".join(parts)


def closing(text: str, start: int) -> int:
    """Where the brace that was opened before `start` closes. Errors: UnsetError when it does not."""
    open_braces = 1
    for position in range(start, len(text)):
        if text[position] == "{":
            open_braces += 1
        elif text[position] == "}":
            open_braces -= 1
            if not open_braces:
                return position
    raise UnsetError("a variable has no closing brace")


def braced(inside: str, known: Mapping[str, str], depth: int) -> str:
    """What stands for `${inside}`."""
    name = NAME.match(inside)
    if name is None:
        raise UnsetError("a variable has no name")
    rest = inside[name.end() :]
    operator = rest[:2] if rest[:1] == ":" else rest[:1]
    word = rest[len(operator) :]
    found = known.get(name[0])
    given = bool(found) if operator[:1] == ":" else found is not None
    match operator[-1:]:
        case "-":
            return found or "" if given else interpolated(word, known, depth)
        case "+":
            return interpolated(word, known, depth) if given else ""
        case "?" if not given:
            raise UnsetError(f"nothing in the tree sets {name[0][:60]}")
        case _:
            return value(name[0], known)


def value(name: str, known: Mapping[str, str]) -> str:
    """What a variable holds."""
    if name not in known:
        raise UnsetError(f"nothing in the tree sets {name[:60]}")
    return known[name]


def environment(text: str) -> Mapping[str, str]:
    """The variables of an `.env` file; lines that set nothing are passed over."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = LINE.fullmatch(line.strip())
        if match is None:
            continue
        name, raw = match[1], match[2]
        if raw[:1] in ("'", '"'):
            quote = raw[0]
            held = raw[1:].partition(quote)[0]
        else:
            quote = ""
            held = COMMENT.sub("", f" {raw}", count=1).strip()
        try:
            found[name] = held if quote == "'" else interpolated(held, found)
        except UnsetError:
            continue
    return found
