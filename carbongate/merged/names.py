"""Names that stay apart when reports are joined: of the reports, and of what two of them call alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

IDLE = "#idle"


def report_names(paths: Sequence[str]) -> list[str]:
    """`shop` for `shop.json`; as many folders in front as tell it from the others.

    A last part that all have, such as `carbongate-report`, says nothing and is left out.
    """
    steps = [path.replace("\\", "/").removesuffix(".json").split("/") for path in paths]
    while len(steps) > 1 and all(len(each) > 1 for each in steps) and same(s[-1] for s in steps):
        steps = [each[:-1] for each in steps]
    names = [each[-1] or "report" for each in steps]
    for depth in range(2, max(map(len, steps), default=0) + 1):
        often = Counter(names)
        names = [
            "/".join(each[-depth:]) if often[name] > 1 else name
            for each, name in zip(steps, names, strict=True)
        ]
    while len(set(names)) < len(names):
        names = numbered(names)
    return names


def same(words: Iterable[str]) -> bool:
    """Whether all are one."""
    return len(set(words)) == 1


def numbered(names: Sequence[str]) -> list[str]:
    """Names that are still alike, told apart by a number."""
    often, seen = Counter(names), Counter[str]()
    found = []
    for name in names:
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if often[name] > 1 else name)
    return found


def apart(names: Mapping[str, Collection[str]]) -> Mapping[str, Mapping[str, str]]:
    """For each report what to call those of its names that another one has too: its name in front,
    and a number behind where that is the name of a third thing."""
    holders = Counter(name for own in names.values() for name in own)
    taken = {name for name, often in holders.items() if often == 1}
    found: dict[str, dict[str, str]] = {}
    for report in sorted(names):
        found[report] = {}
        for name in sorted(name for name in names[report] if holders[name] > 1):
            now = f"{report}/{name}"
            number = 2
            while now in taken:
                now = f"{report}/{name} ({number})"
                number += 1
            taken.add(now)
            found[report][name] = now
    return found


def machine(address: str) -> str:
    """The pool that an idle rest belongs to, anything else as it is: both are renamed together."""
    return address.removesuffix(IDLE)
