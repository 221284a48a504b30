"""One block of a manifest, neutral of its dialect: attributes, joins to other blocks, and a reading.

A mapper is a function of one Block; `MAPPERS` of each service file names the types it answers for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from carbongate.context import Context
from carbongate.errors import DataError
from carbongate.figure import Assumed, Figure, Unit
from carbongate.mappings.heavy import heavy
from carbongate.mappings.values import NoAmountError, Values
from carbongate.model import (
    ONE_COPY,
    Capacity,
    CarbonFree,
    Component,
    Kind,
    Need,
    Placement,
    Reading,
    Resource,
    Skipped,
    Timing,
    Where,
)
from carbongate.tables import Tables

Mapper = Callable[["Block"], Reading | Sequence[Reading]]

IDENTITIES = ("id", "arn", "name", "self_link")
UNSAID = Timing()
ONE_TAKEN = "how many of it there are is not known: one is taken"


def readings(block: Block, mappers: Mapping[str, Mapper]) -> Sequence[Reading]:
    """What a block is: estimated by its mapper, known to use no energy, or skipped with the reason."""
    mapper = mappers.get(block.type)
    if mapper is None:
        return (block.unmapped(),)
    try:
        found = mapper(block)
    except NoAmountError as error:
        return (block.skipped(error.message),)
    return (found,) if isinstance(found, Resource | Skipped | CarbonFree) else found


def mappers() -> Mapping[str, Mapper]:
    """Every service's mappers in one table. Errors: DataError when two claim a type."""
    from carbongate import mappings
    from carbongate.discover import modules

    table: dict[str, Mapper] = {}
    for module in modules(mappings, ("MAPPERS",)):
        for name, mapper in module.MAPPERS.items():
            if name in table:
                raise DataError(f"{module.__name__}: {name} has a mapper in another file")
            table[name] = mapper
    return table


@dataclass(frozen=True, slots=True, eq=False)
class Block(Values):
    """A declared thing. `scope` is the part of the manifest it stands in, such as its module."""

    address: str = ""
    type: str = ""
    provider: str = "generic"
    region: str | None = None
    scope: str = ""
    where: Where = field(kw_only=True)
    others: Blocks = field(kw_only=True)
    context: Context = field(kw_only=True)

    @property
    def tables(self) -> Tables:
        """The dataset of this run."""
        return self.context.tables

    def linked(self, path: str, *types: str, by: Sequence[str] = IDENTITIES) -> tuple[Block, ...]:
        """The blocks of these types that an attribute points at.

        By its value where that is known and one block carries it; by what the expression refers to;
        and where neither says anything, the only such block of the same scope.
        """
        value = self.text(path)
        carrying = self.others.carrying(types, by, value) if value else ()
        if len(carrying) == 1:
            return carrying
        referred = self.others.referred(self, path, types)
        if referred:
            return tuple(block for block in referred if block in carrying) or referred
        near = [block for block in carrying if block.scope == self.scope]
        if not carrying and self.why(path):
            near = [block for block in self.others.near(self.scope, types) if block is not self]
        return (near[0],) if len(near) == 1 else carrying

    def referring(self, kind: str, path: str, by: Sequence[str] = IDENTITIES) -> Sequence[Block]:
        """The blocks of a type that point at this one with an attribute."""
        return self.others.pointing(kind, path, self.type, by).get(self.address, ())

    def resource(
        self,
        kind: Kind,
        components: tuple[Component, ...],
        *,
        replicas: Figure = ONE_COPY,
        part: str = "",
        region: str | None = None,
        timing: Timing = UNSAID,
        assumed: Iterable[str] = (),
        capacity: Capacity | None = None,
        placement: Placement | None = None,
        needs: tuple[Need, ...] = (),
        machine: str | None = None,
    ) -> Resource:
        """This block as a resource; `part` names one of several resources that a block declares."""
        return Resource(
            address=f"{self.address}#{part}" if part else self.address,
            type=self.type,
            kind=kind,
            provider=self.provider,
            region=region or self.region,
            where=self.where,
            replicas=replicas,
            components=components,
            timing=timing,
            assumed=tuple(sentence for sentence in assumed if sentence),
            capacity=capacity,
            placement=placement,
            needs=needs,
            machine=machine,
        )

    def skipped(self, why: str, *, heavy: bool = True, anything: bool = False) -> Skipped:
        """This block, left out, of which no mapper knows more than where it stands.

        One that has a mapper is heavy unless the mapper knows better.
        """
        one = Figure.exact(1, Unit.ONE, Assumed(ONE_TAKEN))
        known = self.resource(Kind.MACHINE, (), replicas=one, assumed=(ONE_TAKEN,))
        return Skipped.of(known, why, heavy=heavy, anything=anything)

    def missing(self, path: str, why: str = "is not given") -> str:
        """What to say of an attribute that cannot be read."""
        return f"{path} {self.why(path) or why}"

    def free(self) -> CarbonFree:
        """This block, which uses no energy of its own."""
        return CarbonFree(self.address, self.type, self.where)

    def unmapped(self) -> CarbonFree | Skipped:
        """A block of a type that no service file answers for."""
        tables = self.tables
        if tables.keep(("free type", self.type), lambda: tables.free(self.type)) is not None:
            return self.free()
        why = f"resource type {self.type} is not known to carbongate"
        return self.skipped(why, heavy=heavy(self.type), anything=True)


Refer = Callable[[Block, str], Sequence[Block]]  # block, path -> the blocks its expression names


class Blocks:
    """All blocks of one manifest, and how they point at each other."""

    def __init__(self, refer: Refer) -> None:
        """`refer` is the dialect's knowledge of expressions whose values are not known yet."""
        self._refer = refer
        self._by_type: dict[str, list[Block]] = {}
        self._by_scope: dict[tuple[str, str], list[Block]] = {}
        self._carrying: dict[tuple[str, str], dict[str, list[Block]]] = {}
        self._pointing: dict[tuple[str, str, str], Mapping[str, Sequence[Block]]] = {}

    def add(self, block: Block) -> None:
        """One more block; all are added before the first is asked."""
        self._by_type.setdefault(block.type, []).append(block)
        self._by_scope.setdefault((block.scope, block.type), []).append(block)

    def of(self, *types: str) -> tuple[Block, ...]:
        """The blocks of these types, in the order of the manifest."""
        return tuple(block for name in types for block in self._by_type.get(name, ()))

    def near(self, scope: str, types: Sequence[str]) -> Sequence[Block]:
        """The blocks of these types in one scope."""
        return [block for name in types for block in self._by_scope.get((scope, name), ())]

    def referred(self, block: Block, path: str, types: Sequence[str]) -> tuple[Block, ...]:
        """The blocks of these types that the expression of an attribute names, each once."""
        found = {other.address: other for other in self._refer(block, path) if other.type in types}
        return tuple(found.values())

    def carrying(self, types: Sequence[str], by: Sequence[str], value: str) -> tuple[Block, ...]:
        """The blocks of these types one of whose identities is a value, each once."""
        found: dict[str, Block] = {}
        for kind in types:
            for attribute in by:
                for block in self._index(kind, attribute).get(value, ()):
                    found[block.address] = block
        return tuple(found.values())

    def pointing(
        self, kind: str, path: str, target: str, by: Sequence[str]
    ) -> Mapping[str, Sequence[Block]]:
        """Address of a block of the target type -> the blocks of `kind` that point at it."""
        key = (kind, path, target)
        if key not in self._pointing:
            table: dict[str, list[Block]] = {}
            for block in self.of(kind):
                for other in block.linked(path, target, by=by):
                    table.setdefault(other.address, []).append(block)
            self._pointing[key] = table
        return self._pointing[key]

    def _index(self, kind: str, attribute: str) -> Mapping[str, list[Block]]:
        key = (kind, attribute)
        if key not in self._carrying:
            table: dict[str, list[Block]] = {}
            for block in self.of(kind):
                value = block.text(attribute)
                if value:
                    table.setdefault(value, []).append(block)
            self._carrying[key] = table
        return self._carrying[key]
