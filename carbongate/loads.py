"""What holds of resources when something is stated of their use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from carbongate.figure import Figure
from carbongate.model import Reading, Resource
from carbongate.tables import Tables
from carbongate.usage import RUNNING, default, met, read_by, runs, usage


def loads(
    readings: Iterable[Reading], tables: Tables
) -> Callable[[str, Mapping[str, Figure]], Mapping[str, Figure]]:
    """For `loosened(use=...)`: address and what is stated -> what holds: stated, else of the manifest,
    else of the defaults table. Of an address that is not among the readings only what is stated; of
    one that is there twice the later speaks."""
    known = {one.address: one for one in readings if isinstance(one, Resource)}

    def use(address: str, stated: Mapping[str, Figure]) -> Mapping[str, Figure]:
        resource = known.get(address)
        return stated if resource is None else load(resource, stated, tables)

    return use


def load(resource: Resource, stated: Mapping[str, Figure], tables: Tables) -> Mapping[str, Figure]:
    """The keys of `usage:` that count for this resource, with what holds of each.

    Stated hours stand for runs and durations, which count for nothing beside them. Of what nobody
    knows without a word of the configuration nothing holds where there is none.
    """
    found: dict[str, Figure] = {"replicas": resource.replicas}
    if all(met(need, resource, stated) for need in resource.needs if need.key == "requests"):
        use = usage(resource, stated, tables)
        found |= {"hours": use.hours, "cpu": use.cpu, "accelerator": use.accelerator}
        if resource.kind in RUNNING and "hours" not in stated:
            times = runs(resource, stated, tables)
            duration = resource.timing.duration or default(tables, resource.kind, "duration")
            found |= {"runs": times, "requests": times, "duration": duration}
    counts = read_by(resource) | stated.keys()
    return {key: figure for key, figure in {**found, **stated}.items() if key in counts}
