"""The base of a pull request held against the change: estimates, and what the change loosens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from carbongate.config import Config
from carbongate.config.loosened import loosened
from carbongate.difference import difference
from carbongate.displaced import hosted, relocated, unbudgeted, uncounted
from carbongate.errors import CarbongateError
from carbongate.figure import Unit
from carbongate.grids import bundled
from carbongate.loads import loads
from carbongate.model import Difference, Loosening, Reading, StackEstimate
from carbongate.paired import Delta, paired_difference
from carbongate.sides import Side, estimated, read
from carbongate.stacks import Found
from carbongate.tables import Tables

SHORT = 12  # letters of a commit that a message shows


@dataclass(frozen=True, slots=True)
class Base:
    """The base, read and estimated with the data that the change uses.

    `data` is what that data does to it by itself (gCO2e a month), where the base used other data.
    """

    side: Side
    found: Found
    stacks: tuple[StackEstimate, ...]
    data: Delta | None

    def readings(self) -> list[Reading]:
        """Everything that the base declares."""
        return self.found.readings()

    def compared(self, after: Sequence[StackEstimate], moved: Mapping[str, str]) -> Difference:
        """What the change does to the estimates; `moved` has old and new paths of renamed files."""
        found = difference(self.side.name, self.stacks, after, moved=moved, data=self.data)
        found = replace(
            found, notes=(*found.notes, *(f"on the base: {note}" for note in self.side.notes))
        )
        if not self.side.unread:
            return found
        note = (
            "the configuration of the base cannot be read, so that of the change stands for it: "
            f"{self.side.unread}"
        )
        return replace(found, notes=(*found.notes, note))

    def loosened(
        self, head: Side, found: Found, tables: Tables, rules: Sequence[str]
    ) -> tuple[Loosening, ...]:
        """What the change makes easier to pass, also where the policy of the base holds.

        `found` is what the head declares, `rules` are the ids of all rules that there are.
        """
        listed = (
            *self.unheld(head),
            *loosened(
                self.side.config,
                head.config,
                base_waivers=self.side.waivers,
                head_waivers=head.waivers,
                addresses=sorted({reading.address for reading in found.readings()}),
                use=loads([*found.readings(), *self.readings()], tables),  # the base's go before
                exists=lambda path: bool(head.tree.under(path)),
                site=lambda provider, region: bundled.site(tables, provider, region),
            ),
        )
        if self.side.lock is None and head.lock is None:
            return listed
        from carbongate.lock import loosened as unlocked

        return (*listed, *unlocked(self.side.lock, head.lock, rules))

    def displaced(self, head: Side, found: Found, moved: Mapping[str, str]) -> Iterator[Loosening]:
        """Manifests that the change puts out of the reach of a stack, of a budget, or of their machines."""
        if self.side.config.path is not None:
            yield from uncounted(self.side.tree, self.found, head.tree, found, moved)
        moves = tuple(relocated(self.found, found, moved))
        yield from unbudgeted(self.side.config.budgets, head.config.budgets, moves)
        yield from hosted(moves)

    def unheld(self, head: Side) -> Iterator[Loosening]:
        """A base that nobody can read: whatever it asked for is held by nobody, its policy included."""
        if self.side.unread:
            text = f"what the base asks for cannot be read, and nothing of it is held: {self.side.unread}"
            yield Loosening("policy", "not known", head.config.policy, text)


def estimated_base(side: Side, config: Config, tables: Tables) -> Base:
    """The month of the base, by the tables of the run.

    Errors: those of reading it, naming the base.
    """
    with blamed(side):
        found = read(side, tables)
        stacks = estimated(found.stacks, side.config, tables)
        data = None
        if side.config.dataset != config.dataset:
            data = effect_of_data(side, stacks)
    return Base(side, found, stacks, data)


def effect_of_data(side: Side, stacks: Sequence[StackEstimate]) -> Delta:
    """What the data of the change does to the base, all else left alone."""
    tables = Tables(side.config.dataset)
    before = estimated(read(side, tables).stacks, side.config, tables)
    return paired_difference(
        [one.totals.carbon for one in before], [one.totals.carbon for one in stacks], Unit.GRAM
    )


@contextmanager
def blamed(side: Side) -> Iterator[None]:
    """Says of a mistake that it is one of the base."""
    try:
        yield
    except CarbongateError as error:
        error.message = f"on the base ({side.name[:SHORT]}): {error.message}"
        raise
