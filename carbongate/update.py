"""What new data and new rules do to this repository, for reading before they are taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.lock import Lock, compared, differences
from carbongate.model import Estimate, Finding, Judgement, Report, Totals
from carbongate.reports.layout import Line, line, table, wrapped
from carbongate.words import amount, count, listed, number

WIDTH = 120
RESOURCES = 5  # of those whose numbers change most
PLACES = 5  # of the findings of one rule


def effect(
    lock: Lock | None, now: Lock, before: Report | None, after: Report, *, taken: bool = False
) -> str:
    """The page that `carbongate update` prints before it writes `now` to carbongate.lock.

    `before` is the report of this tree under the dataset and the rules of the lock, None where there
    is no lock or its dataset is gone; `after` the one of the same tree as `now` would have it.
    """
    if lock is not None and not differences(lock, now):
        return (
            f"{lock.path} is as it should be: dataset {lock.dataset}, {ruled(len(lock.rules))}.\n"
        )
    lines = [*named(lock, now)]
    if lock is not None and before is not None and lock.dataset != now.dataset:
        lines += [*numbers(before, after), *resources(before, after)]
    if lock is not None:
        lines += rules(lock, now, after.findings)
    if before is not None:
        lines += judged(before, after)
    else:
        lines += [line(""), line(f"verdict, if it is enforced: {after.verdict.outcome}")]
    if not taken:
        lines += [line(""), line("`carbongate update --take` takes it.")]
    return "".join(f"{one.text}\n" for one in lines)


def named(lock: Lock | None, now: Lock) -> Iterator[Line]:
    """What the file says, and would say."""
    if lock is None:
        yield line(f"A new {now.path} would hold every run to this:")
        rows = [("dataset", now.dataset), ("rules", ruled(len(now.rules))), ("program", now.tool)]
    else:
        yield line(f"{lock.path} would change:")
        came, gone, other = compared(lock, now)
        said = [
            f"{len(ids)} {word}"
            for ids, word in ((came, "new"), (other, "changed"), (gone, "gone"))
            if ids
        ]
        rows = [
            ("dataset", arrow(lock.dataset, now.dataset)),
            ("rules", ", ".join(said) or f"the same {len(lock.rules)}"),
            ("program", arrow(lock.tool, now.tool)),
        ]
    yield from flat(table(rows, WIDTH))
    if lock is not None and lock.dataset == now.dataset and lock.data != now.data:
        yield from wrapped(
            f"The numbers of {lock.dataset} are others than when the file was written, and what they "
            "were this program no longer knows: compare with a report of that time.",
            WIDTH,
            2,
        )


def numbers(before: Report, after: Report) -> Iterator[Line]:
    """The month of each stack, and of all, on both sides."""
    rows = [("", dataset_of(before), dataset_of(after), "change")]
    was = {one.stack.name: one.totals for one in before.stacks}
    rows += [
        (one.stack.name, *sides(was[one.stack.name], one.totals))
        for one in after.stacks
        if one.stack.name in was
    ]
    if len(rows) > 2:
        rows.append(("all of it", *sides(before.totals, after.totals)))
    yield line("")
    yield line("the new data alone, kgCO2e a month")
    yield from flat(table(rows, WIDTH))


def resources(before: Report, after: Report) -> Iterator[Line]:
    """Those whose numbers change most."""
    was = {(one.stack, one.resource.address): one.grams() for one in month(before)}
    changed = [
        (abs(one.grams() - was[key]), one.resource.address, was[key], one.grams())
        for one in month(after)
        if (key := (one.stack, one.resource.address)) in was and one.grams() != was[key]
    ]
    yield from understood(before, after)
    if not changed:
        return
    changed.sort(key=lambda row: (-row[0], row[1]))
    yield line("")
    yield line("where it shows most, kgCO2e a month")
    rows = [
        (address, number(old / 1000), number(new / 1000), growth(old, new))
        for _, address, old, new in changed[:RESOURCES]
    ]
    yield from flat(table(rows, WIDTH))
    if len(changed) > RESOURCES:
        yield line(f"  and {len(changed) - RESOURCES:,} more")


def understood(before: Report, after: Report) -> Iterator[Line]:
    """What only one of the two can estimate."""
    was = {(one.stack, one.resource.address) for one in month(before)}
    now = {(one.stack, one.resource.address) for one in month(after)}
    for found, dataset in ((now - was, dataset_of(after)), (was - now, dataset_of(before))):
        if found:
            names = listed(sorted(address for _, address in found), RESOURCES)
            yield from wrapped(f"only {dataset} can estimate {names}", WIDTH, 2, hanging=2)


def rules(lock: Lock, now: Lock, findings: Sequence[Finding]) -> Iterator[Line]:
    """What new and changed rules find here, and which are gone."""
    came, gone, other = compared(lock, now)
    for title, ids in (("new rules", came), ("rules that changed", other)):
        if not ids:
            continue
        yield line("")
        yield line(title)
        for rule in ids:
            mine = [one for one in findings if one.rule == rule and not one.suppressed]
            where = listed([f"{one.path}:{one.line}" for one in mine], PLACES)
            fails = any(one.tier == "gate" for one in mine)
            said = f"{count(len(mine), 'finding')}{' that may fail' if fails else ''}: {where}"
            yield from wrapped(
                f"{rule}: {said if mine else 'finds nothing here'}", WIDTH, 2, hanging=2
            )
    if gone:
        yield line("")
        yield from wrapped(f"rules that are gone: {listed(gone, len(gone))}", WIDTH, 0, hanging=2)


def judged(before: Report, after: Report) -> Iterator[Line]:
    """Limits that would stand otherwise, and the verdict."""
    was = {(one.budget, one.metric, one.unit): one for one in before.verdict.judgements}
    rows = [
        (f"{one.budget} {one.metric}", arrow(standing(old), standing(one)))
        for one in after.verdict.judgements
        if (old := was.get((one.budget, one.metric, one.unit))) is not None
        and old.state != one.state
    ]
    if rows:
        yield line("")
        yield line("limits that would stand otherwise")
        yield from flat(table(rows, WIDTH))
    yield line("")
    outcomes = arrow(before.verdict.outcome, after.verdict.outcome)
    yield line(f"verdict, if it is enforced: {outcomes}")
    for reason in after.verdict.reasons:
        if reason not in before.verdict.reasons:
            yield from wrapped(reason, WIDTH, 2, hanging=2)


# ---- words ---------------------------------------------------------------------------------------


def sides(before: Totals, after: Totals) -> tuple[str, str, str]:
    """Two totals, and what becomes of one."""
    old, new = before.carbon, after.carbon
    low, best, high = (end / 1000 for end in (old.low, old.best, old.high))
    was = amount(low, best, high, "")
    low, best, high = (end / 1000 for end in (new.low, new.best, new.high))
    return was, amount(low, best, high, ""), growth(old.best, new.best)


def growth(before: float, after: float) -> str:
    """`+3.9 %`."""
    if before == after:
        return "the same"
    if before == 0:
        return "new"
    sign = "+" if after > before else "-"
    return f"{sign}{number(abs(after - before) / before * 100)} %"


def standing(one: Judgement) -> str:
    """The value and its state: `21.1 (fail)`."""
    return f"{one.state} at {number(one.best)}" if one.best is not None else one.state


def arrow(before: str, after: str) -> str:
    """`a -> b`, or `a` where nothing changes."""
    return f"{before} -> {after}" if before != after else f"{before}, as it is"


def dataset_of(report: Report) -> str:
    """The dataset of a report."""
    return report.fingerprint.dataset


def ruled(how_many: int) -> str:
    """`12 rules`."""
    return count(how_many, "rule")


def month(report: Report) -> Iterator[Estimate]:
    """The rows that make the totals."""
    for stack in report.stacks:
        yield from (one for one in stack.estimates if one.tenant_of is None)


def flat(rows: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """The lines of all rows."""
    for row in rows:
        yield from row
