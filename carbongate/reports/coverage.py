"""What of a tree was understood: counts for each stack and type, and every reason for a gap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from carbongate.model import Report, StackEstimate
from carbongate.reports.layout import Line, line, table, wrapped
from carbongate.reports.plain import sentence, visible
from carbongate.words import count, share

WIDTH = 100


def page(report: Report, *, width: int = WIDTH) -> str:
    """Plain text: the shares first, then each stack, then what was skipped, heavy first."""
    return "".join(f"{found.text}\n" for found in lines(report, width))


def lines(report: Report, width: int) -> Iterator[Line]:
    """The page, line by line."""
    known = report.coverage
    if known.share is None and not known.free:
        yield line("nothing to look at: no manifest of a known kind")
        return
    if known.share is not None:
        yield line(
            f"estimated {known.estimated:,} of {count(known.estimated + known.skipped, 'resource')} "
            f"that use energy ({share(known.share)})",
            "heading",
        )
    if known.known is not None:
        yield line(
            f"estimated or known to use none: {share(known.known)}; "
            f"{count(known.free, 'resource')} without energy of their own"
        )
    if known.assumed_share:
        yield line(f"type, size, count or region is assumed for {share(known.assumed_share)}")
    for found in report.stacks:
        yield line("")
        yield from stack_lines(found, width)
    for note in report.notes:
        yield from wrapped(note, width, 0, hanging=2)


def stack_lines(found: StackEstimate, width: int) -> Iterator[Line]:
    """One stack: a row for each type, then each gap with its reason."""
    manifests = count(len(found.stack.manifests), "manifest")
    yield line(f"{sentence(found.stack.name)}: {manifests}", "heading")
    estimated = Counter(one.resource.type for one in found.estimates if not one.idle)
    skipped = Counter(one.type for one in found.skipped)
    free = Counter(one.type for one in found.free)
    types = sorted(
        {*estimated, *skipped, *free},
        key=lambda name: (not skipped[name], not estimated[name], -estimated[name], name),
    )
    rows = [
        (visible(name), f"{estimated[name]}", f"{skipped[name]}", f"{free[name]}") for name in types
    ]
    for row in table((("type", "estimated", "skipped", "without energy"), *rows), width):
        yield from row
    for gap in sorted(found.skipped, key=lambda one: (not one.heavy, one.address)):
        weight = "skipped, heavy" if gap.heavy else "skipped"
        yield from wrapped(f"{weight}: {gap.address} ({gap.where}): {gap.why}", width, 2, hanging=4)
