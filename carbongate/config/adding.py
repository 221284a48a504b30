"""One more entry in a YAML file that people wrote: their comments, order and style stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LIST = "waivers"
START = """\
# What may pass for a while: each entry has an owner, a reason and an end.
version: 1
"""


def inserted(text: str, entry: Mapping[str, str]) -> str | None:
    """The text with one more entry at the end of its list, whose values are already YAML.

    The text has been read before, so that it is known to be small and sound. None where it is written
    in a way that has no place for another entry.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark) if text.strip() else START
    newline = "\r\n" if "\r\n" in text else "\n"
    root = composed(text)
    if root is None or root.flow_style:
        return None
    found = next((value for key, value in root.value if key.value == LIST), None)
    if found is None:
        lines = [f"{LIST}:", *block(entry, "  ")]
        return mark + below(text, end(root), lines, newline)
    if getattr(found, "flow_style", None) is None:
        return None
    if not found.flow_style:
        pad = " " * found.start_mark.column
        last = found.value[-1]
        lines = [f"{pad}- {flow(entry)}"] if last.flow_style else block(entry, pad)
        gap = [""] if len(found.value) > 1 and blank_before(text, last) else []
        return mark + below(text, end(found), [*gap, *lines], newline)
    start, stop = found.start_mark, found.end_mark
    if found.value:
        place = end(found.value[-1])
        return f"{mark}{text[:place]}, {flow(entry)}{text[place:]}"
    if text[start.index : stop.index].strip("[] ") or start.column == 0:
        return f"{mark}{text[: start.index + 1]}{flow(entry)}{text[start.index + 1 :]}"
    head = text[: start.index].rstrip(" ")
    return mark + below(head + text[stop.index :], len(head), block(entry, "  "), newline)


def composed(text: str) -> Any:
    """The nodes of the file, with their places; None where it is no mapping, or no one else's YAML."""
    import yaml

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) else None


def end(node: Any) -> int:
    """Where the last word of a node ends; comments and empty lines behind it are not its own."""
    while not getattr(node, "flow_style", True) and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    place: int = node.end_mark.index
    return place


def below(text: str, place: int, lines: list[str], newline: str) -> str:
    """The text with more lines under the one in which a place is."""
    ended = text.find("\n", place) + 1 if text[place - 1 : place] != "\n" else place
    if ended == 0:  # the last line has no end yet
        text, ended = text + newline, len(text) + len(newline)
    return text[:ended] + "".join(f"{line}{newline}" for line in lines) + text[ended:]


def blank_before(text: str, node: Any) -> bool:
    """Whether an empty line stands above a node."""
    above = text[: node.start_mark.index].splitlines()[:-1]
    return bool(above) and not above[-1].strip()


def block(entry: Mapping[str, str], pad: str) -> list[str]:
    """The entry, one key on each line."""
    return [
        f"{pad}{'  ' if number else '- '}{key}: {value}"
        for number, (key, value) in enumerate(entry.items())
    ]


def flow(entry: Mapping[str, str]) -> str:
    """The entry on one line."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in entry.items()) + "}"
