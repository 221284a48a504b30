"""What some stacks come to: the month, one functional unit, one run of each workflow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from carbongate.config import Budget, same
from carbongate.errors import ConfigError
from carbongate.figure import Figure, Unit, total
from carbongate.model import Estimate, FunctionalUnit, Kind, StackEstimate


def month(stacks: Sequence[StackEstimate]) -> Figure | None:
    """kgCO2e of all of them; workloads on machines of a stack that is not among them count here."""
    if not stacks:
        return None
    names = {one.stack.name for one in stacks}
    return total((carbon(one, names) for one in stacks), Unit.GRAM).to(Unit.KG)


def carbon(one: StackEstimate, beside: set[str]) -> Figure:
    """gCO2e of a stack among others: with its share of machines that none of the others has."""
    if one.guests is None or one.stack.runs_on in beside:
        return one.totals.carbon
    return one.totals.carbon + one.guests


def score(stacks: Sequence[StackEstimate]) -> Figure | None:
    """gCO2e for one unit of all of them together; None where they have no common one."""
    units = [one.stack.functional_unit for one in stacks]
    unit = units[0] if units else None
    if unit is None or any(other is None or not same(unit, other) for other in units):
        return None
    if len(stacks) == 1:
        return stacks[0].sci
    names = {one.stack.name for one in stacks}
    together = total((carbon(one, names) for one in stacks), Unit.GRAM)
    return together.over(unit.per_month, unit.key)


def one_unit(budget: Budget, stacks: Sequence[StackEstimate]) -> None:
    """Errors: ConfigError when the stacks of a score have different functional units."""
    units: list[tuple[str, FunctionalUnit]] = []
    for one in stacks:
        if one.stack.functional_unit is None:
            return
        units.append((one.stack.name, one.stack.functional_unit))
    for name, other in units[1:]:
        first, unit = units[0]
        if not same(unit, other):
            raise ConfigError(
                f"budget {budget.id}: stacks {first} and {name} have different functional units "
                f"({unit.name} and {other.name}), so they have no common score"
            )


def runs(stacks: Sequence[StackEstimate]) -> Mapping[str, Figure]:
    """gCO2e of one run of each workflow, by its path: its jobs' carbon over its own runs.

    A workflow runs as often as the job of it that runs most.
    """
    workflows: dict[str, list[Estimate]] = {}
    for stack in stacks:
        for found in stack.estimates:
            if found.resource.kind is Kind.PIPELINE and not found.idle:
                workflows.setdefault(found.resource.where.path, []).append(found)
    return {path: run for path, jobs in sorted(workflows.items()) if (run := of_run(path, jobs))}


def of_run(path: str, jobs: Sequence[Estimate]) -> Figure | None:
    """gCO2e of one run of these jobs; None where nobody knows of a run."""
    known = [job.usage.runs for job in jobs if job.usage.runs is not None]
    if not known:
        return None
    most = max(known, key=lambda found: found.best)
    unit = FunctionalUnit.of_runs(most, f"runs of {path}")
    # Carbon grows with the runs, so few runs go with little carbon.
    return grams(jobs).over(unit.per_month, unit.key, together=True)


def grams(estimates: Iterable[Estimate]) -> Figure:
    """gCO2e of some resources."""
    return total((figure for found in estimates for figure in found.figures()), Unit.GRAM)
