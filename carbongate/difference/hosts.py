"""The machines under the workloads of one side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from carbongate.difference import wording
from carbongate.difference.entries import Entry
from carbongate.figure import Figure
from carbongate.model import Cause, StackEstimate
from carbongate.words import number, share

Place = tuple[str, str]  # stack, and the address of a machine or the name of a cluster


@dataclass(frozen=True, slots=True)
class Hosts:
    """gCO2e of the machines' month, and what they are in words. `home` is the stack that carries another."""

    home: Mapping[str, str]
    grams: Mapping[Place, float]
    words: Mapping[Place, tuple[str, ...]]

    def carried(self, tenant: Entry, host: str | None, grams: Figure) -> str:
        """A tenant's share of its machines: `12 % of 3 x m5.large`."""
        place = (self.home.get(tenant.stack, tenant.stack), host or "")
        whole = self.grams.get(place)
        if not whole:
            return host or ""
        return f"{share(min(1.0, grams.best / whole))} of {' and '.join(self.words[place])}"


def hosts(stacks: Sequence[StackEstimate]) -> Hosts:
    """The machines of one side; those of one cluster also together, by its name."""
    grams: dict[Place, float] = defaultdict(float)
    words: dict[Place, tuple[str, ...]] = defaultdict(tuple)
    for one in stacks:
        named = {found.tenant_of for found in one.estimates}
        for found in one.estimates if named != {None} else ():
            resource = found.resource
            if found.tenant_of is not None:
                continue
            cluster = resource.capacity.cluster if resource.capacity else resource.address
            said = f"{number(resource.replicas.best)} x {wording.machine(resource)}"
            for name in {resource.address, cluster}:
                grams[one.stack.name, name] += found.grams()
                words[one.stack.name, name] += (said,)
    home = {one.stack.name: one.stack.runs_on or one.stack.name for one in stacks}
    return Hosts(home, grams, words)


def hosted(said: tuple[str, str], host: str) -> Cause:
    """Another share of other machines, or, where that reads the same, only which ones."""
    return Cause("host", *said) if said[0] != said[1] else Cause("host", "", host)
