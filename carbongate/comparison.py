"""The base of a pull request held against the change: estimates, and what the change loosens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from carbongate.config import Config
from carbongate.config.loosened import loosened
from carbongate.config.loosening.words import entry, names
from carbongate.config.node import shortened
from carbongate.difference import difference
from carbongate.errors import CarbongateError
from carbongate.figure import Unit
from carbongate.grids import bundled
from carbongate.loads import loads
from carbongate.model import Difference, Loosening, Reading, StackEstimate
from carbongate.paired import Delta, paired_difference
from carbongate.repository import Tree
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

    def unheld(self, head: Side) -> Iterator[Loosening]:
        """A base that nobody can read: whatever it asked for is held by nobody, its policy included."""
        if self.side.unread:
            text = f"what the base asks for cannot be read, and nothing of it is held: {self.side.unread}"
            yield Loosening("policy", "not known", head.config.policy, text)

    def unseen(self, tree: Tree, found: Found, moved: Mapping[str, str]) -> Iterator[Loosening]:
        """Manifests that the change puts where no stack counts them: they are less to see, not less.

        `tree` is that of the head, and `found` what it declares.
        """
        if self.side.config.path is None:
            return
        after, apart = found.counted(), set(found.unclaimed)
        went = {old: moved.get(old, old) for old in sorted(self.found.counted())}
        went = {  # what a configuration takes out is another matter
            old: now
            for old, now in went.items()
            if now not in after and (old != now or now not in apart) and tree.file(now) is not None
        }
        if went:
            text = "what was counted is still there, and no stack counts it"
            yield Loosening("stacks", names(went.keys()), names(went.values()), text)
        known = set(went.values())
        new = [path for path in found.unclaimed if path not in known and not self.has(path)]
        if new:
            yield Loosening("stacks", "", names(new), "manifests are new, and no stack counts them")

    def outside(self, head: Side, found: Found, moved: Mapping[str, str]) -> Iterator[Loosening]:
        """Manifests that the change moves to a stack that their budget does not take in, or to one of
        which another carries the workloads."""
        now = {path: stack for stack in found.stacks for path in stack.manifests}
        stays = {one.id: one for one in head.config.budgets}
        went: dict[str, dict[str, str]] = {}
        hosted: dict[str, dict[str, str]] = {}
        for stack in self.found.stacks:
            for old in stack.manifests:
                new = now.get(moved.get(old, ""))
                if new and new.name != stack.name and new.runs_on not in (None, stack.runs_on):
                    hosted.setdefault(new.name, {})[old] = moved[old]
                for one in self.side.config.budgets if new else ():
                    held = stays.get(one.id)
                    if (
                        held
                        and new
                        and one.level != "off"
                        and one.covers(stack.name, stack.labels)
                        and not held.covers(new.name, new.labels)
                    ):
                        went.setdefault(one.id, {})[old] = moved[old]
        for name, paths in went.items():
            text = f"manifests were moved to stacks that budget {shortened(name)} does not take in"
            yield Loosening(
                f"{entry('budgets', name)}.match", names(paths.keys()), names(paths.values()), text
            )

        for name, paths in hosted.items():
            text = f"the workloads of stack {shortened(name)} count as a share of the machines of another"
            key = f"{entry('stacks', name)}.runs_on"
            yield Loosening(key, names(paths.keys()), names(paths.values()), text)

    def has(self, path: str) -> bool:
        """Whether there was a file at a path."""
        return self.side.tree.file(path) is not None


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
