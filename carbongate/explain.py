"""Takes a number apart: every formula with its factors, down to table cells and the user's lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import assert_never

from carbongate.code.rules import Rule
from carbongate.errors import ConfigError
from carbongate.figure import Assumed, Declared, Derived, Figure, Looked, Measured, Unit
from carbongate.model import Estimate, Part, Source, StackEstimate
from carbongate.reports.plain import visible
from carbongate.words import amount

INDENT = "  "
DIGITS = 5  # significant ones: enough to work a step out again by hand


def address(
    wanted: str,
    stacks: Sequence[StackEstimate],
    sources: Mapping[str, Source],
    rules: Sequence[str] = (),
) -> str:
    """The page of a resource. Errors: ConfigError when no reading has that address."""
    lines: list[str] = []
    used: set[str] = set()
    for stack in stacks:
        for found in stack.estimates:
            if found.resource.address == wanted:
                lines.extend(resource_lines(found, used))
        for skipped in stack.skipped:
            if skipped.address == wanted:
                lines.append(f"{wanted} ({skipped.type}) at {skipped.where} is not estimated:")
                lines.append(INDENT + skipped.why)
        lines.extend(
            f"{wanted} ({free.type}) at {free.where} uses no energy of its own."
            for free in stack.free
            if free.address == wanted
        )
    if not lines:
        raise unknown(wanted, stacks, rules)
    listed = [sources[key] for key in sorted(used) if key in sources]
    if listed:
        lines.extend(["", "sources"])
        lines.extend(f"{INDENT}{s.key}: {s.title}, {s.year}, {s.licence}" for s in listed)
    return "".join(f"{visible(line)}\n" for line in lines)


def unknown(wanted: str, stacks: Sequence[StackEstimate], rules: Sequence[str]) -> ConfigError:
    """The mistake of a word that is neither an address nor a rule."""
    known = [
        *(found.resource.address for stack in stacks for found in stack.estimates),
        *(skipped.address for stack in stacks for skipped in stack.skipped),
        *(free.address for stack in stacks for free in stack.free),
        *rules,
    ]
    near = get_close_matches(wanted, known, 3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    return ConfigError(f"there is no resource and no rule {wanted}{hint}")


def rule(found: Rule) -> str:
    """The page of a rule: what it finds, why, what to do, how sure it is, examples."""
    standing = (
        found.language,
        f"tier {found.tier}",
        f"severity {found.severity}",
        f"confidence {found.confidence}",
    )
    lines = [
        f"{found.id}: {found.title}",
        INDENT + ", ".join(standing),
        "",
        *(f"{INDENT}{text}" for text in found.why.strip().splitlines()),
        "",
        "instead",
        *(f"{INDENT}{text}" for text in found.instead.strip().splitlines()),
        "",
        f"evidence: {found.evidence.status}",
    ]
    for word, text in (("figure", found.evidence.figure), ("source", found.evidence.source)):
        if text:
            lines.append(f"{INDENT}{word}: {text}")
    if found.pattern:
        lines.append(f"{INDENT}pattern: {found.pattern} (Green Software Foundation)")
    for peer, names in sorted(found.equivalents.items()):
        lines.append(f"{INDENT}{peer}: {', '.join(names)}")
    for title, examples in (
        ("found", found.examples.bad),
        ("not found, and rightly so", found.examples.good),
        ("not found yet", found.examples.missed),
    ):
        for example in examples:
            lines.extend(["", title, *(INDENT + text for text in example.rstrip().splitlines())])
    return "".join(f"{line.rstrip()}\n" for line in lines)


def resource_lines(found: Estimate, used: set[str]) -> Iterator[str]:
    """One resource: what it is, then each component's energy and carbon as a tree."""
    resource = found.resource
    yield f"{resource.address}  {shown(found.carbon())} a month"
    nowhere = "" if found.tenant_of else "region unknown"  # a workload is where its machines are
    what = [resource.type, resource.machine or "", resource.region or nowhere]
    yield f"{INDENT}{', '.join(word for word in what if word)}, at {resource.where}"
    yield f"{INDENT}replicas {shown(resource.replicas)}, basis {found.basis}"
    if found.tenant_of:
        yield f"{INDENT}runs on {found.tenant_of}: counted there, shown here as its share"
    for text in resource.assumed:
        yield f"{INDENT}assumed: {text}"
    for part in found.parts:
        yield ""
        yield from part_lines(part, used)


def part_lines(part: Part, used: set[str]) -> Iterator[str]:
    """A component: operational carbon with the energy under it, and embodied carbon."""
    yield f"{INDENT}{part.kind}: {shown(part.energy)}"
    seen: set[int] = set()
    for name, figure in (("operational", part.operational), ("embodied", part.embodied)):
        if figure.high > 0:
            yield from tree(name, figure, 2, used, seen)


def tree(name: str, figure: Figure, depth: int, used: set[str], seen: set[int]) -> Iterator[str]:
    """`name = value = factor x factor`, and each factor below it; what was shown is not repeated."""
    line = f"{INDENT * depth}{name} = {shown(figure)}"
    inner = bare(figure)
    parts = inputs_of(inner)
    if id(inner) in seen and parts:
        yield f"{line}  (as above)"
        return
    seen.add(id(inner))
    formula = operation(inner) if parts else ""
    yield f"{line} = {formula}" if formula and formula != name else line + origin_text(inner, used)
    for part in parts:
        yield from tree(label(part), part, depth + 1, used, seen)


def bare(figure: Figure) -> Figure:
    """The figure under names and conversions, which say nothing about how it was made."""
    while True:
        match figure.origin:
            case Derived(inputs=(Figure() as only,)) if (
                same(figure, only) or only.unit != figure.unit
            ):
                figure = only
            case _:
                return figure


def inputs_of(figure: Figure) -> tuple[Figure, ...]:
    """The figures a figure was made of, with products of products written as one."""
    match figure.origin:
        case Derived(how="product", inputs=inputs):
            return tuple(leaf for part in inputs for leaf in factors(part))
        case Derived(inputs=inputs):
            return inputs
        case _:
            return ()


def factors(figure: Figure) -> tuple[Figure, ...]:
    """A product's own factors in its place, anything else as it is."""
    match figure.origin:
        case Derived(how="product", inputs=inputs):
            return tuple(leaf for part in inputs for leaf in factors(part))
        case _:
            return (figure,)


def same(left: Figure, right: Figure) -> bool:
    """Whether a figure only gives another a name."""
    return (left.low, left.best, left.high) == (right.low, right.best, right.high)


def operation(figure: Figure) -> str:
    """The formula in words: factors with x between them, or what was done."""
    match figure.origin:
        case Derived(how="product"):
            return " x ".join(label(part) for part in inputs_of(figure))
        case Derived(how=how):
            return how
        case _:
            return ""


def label(figure: Figure) -> str:
    """A short name for a figure in a formula."""
    match figure.origin:
        case Derived(how="product"):
            return "product"
        case Derived(how=how, inputs=(Figure() as only,)) if how.startswith("in "):
            return label(only)
        case Derived(how=how):
            return how
        case Looked(table=table, row=row, column=column):
            return f"{row} {column}" if column not in ("", "best") else f"{table} {row}"
        case Declared(where=where):
            return where
        case Measured(meter=meter):
            return meter
        case Assumed():
            return "assumed"
        case _:
            assert_never(figure.origin)


def origin_text(figure: Figure, used: set[str]) -> str:
    """Where a leaf comes from."""
    match figure.origin:
        case Looked(table=table, row=row, column=column, source=source):
            used.update(source.split("+"))
            return f"  [{table}: {row}, {column}; {source}]"
        case Assumed(why=why):
            return f"  [assumed: {why}]"
        case Declared():
            return "  [declared]"
        case Measured():
            return "  [measured]"
        case Derived():
            return ""
        case _:
            assert_never(figure.origin)


def shown(figure: Figure) -> str:
    """The number with its range and unit."""
    unit = "" if figure.unit is Unit.ONE else str(figure.unit)
    return amount(figure.low, figure.best, figure.high, unit, DIGITS)
