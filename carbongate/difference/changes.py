"""A match of the two sides to a change: what happened, what it comes to, and why."""

from __future__ import annotations

from dataclasses import dataclass

from carbongate.difference.causes import causes, counted
from carbongate.difference.entries import Entry, alike, nothing
from carbongate.difference.hosts import Hosts, hosted
from carbongate.difference.matching import Match
from carbongate.figure import Figure, Unit
from carbongate.model import Cause, Change, Effect, Estimate
from carbongate.paired import Delta, Pairs

ZERO = Delta(0.0, 0.0, 0.0, Unit.GRAM)


@dataclass(frozen=True, slots=True)
class Telling:
    """What it takes to tell a change: the machines of both sides, and what differences share."""

    before: Hosts
    after: Hosts
    pairs: Pairs

    def change(self, match: Match) -> Change | None:
        """The change of one resource; None where it is the same, or estimated on neither side."""
        old, new = match.before, match.after
        was = old.estimate if old else None
        now = new.estimate if new else None
        if old and was and new and now:
            if not alike(was, now):
                return self.changed(old, new, was, now)
            same = (old.stack, old.address) == (new.stack, new.address)
            return (
                None
                if same or now.idle
                else told("moved", new, old, was.carbon(), now.carbon(), ZERO)
            )
        if old and was:
            return self.less(old, new, was)
        if new and now:
            return self.more(old, new, now)
        return None

    def changed(self, old: Entry, new: Entry, was: Estimate, now: Estimate) -> Change:
        """Another number on both sides."""
        if (was.tenant_of is None) is not (now.tenant_of is None):
            return self.seated(old, new, was, now)
        before, after = was.carbon(), now.carbon()
        why = () if now.idle else causes(was, now)
        if not why and now.tenant_of is not None:
            words = (
                self.before.carried(old, was.tenant_of, before),
                self.after.carried(new, now.tenant_of, after),
            )
            why = (hosted(words, now.tenant_of),)
        delta = self.pairs.difference(was.figures(), now.figures(), Unit.GRAM)
        return told("changed", new, old, before, after, delta, why, now.tenant_of)

    def seated(self, old: Entry, new: Entry, was: Estimate, now: Estimate) -> Change:
        """Counted by itself on one side and with its machines on the other: what the sums win or lose."""
        before, after = (
            nothing(f"counted with {one.tenant_of}") if one.tenant_of else one.carbon()
            for one in (was, now)
        )
        alone = "a host that nobody declares"
        why = Cause("host", was.tenant_of or alone, now.tenant_of or alone)
        delta = self.pairs.difference([before], [after], Unit.GRAM)
        return told("changed", new, old, before, after, delta, (why,))

    def less(self, old: Entry, new: Entry | None, was: Estimate) -> Change:
        """Gone, or not estimated any more; where a count or size of 0 is declared now, that is known."""
        before = was.carbon()
        if new and new.none is None:
            return told("lost", new, old, before, None, ZERO, (), was.tenant_of, new.unknown)
        delta = self.pairs.difference(was.figures(), (), Unit.GRAM)
        if new is None or new.none is None:
            return told("removed", old, None, before, None, delta, (), was.tenant_of)
        why = tuple(counted(was.resource, new.none))
        return told("changed", new, old, before, nothing(IDLE), delta, why, was.tenant_of)

    def more(self, old: Entry | None, new: Entry, now: Estimate) -> Change:
        """New, or estimated only now; where a count or size of 0 was declared, that was known."""
        after = now.carbon()
        if old and old.none is None:
            return told("understood", new, old, None, after, ZERO, (), now.tenant_of, old.unknown)
        delta = self.pairs.difference((), now.figures(), Unit.GRAM)
        if old is None or old.none is None:
            return told("added", new, None, None, after, delta, (), now.tenant_of)
        why = tuple(counted(old.none, now.resource))
        return told("changed", new, old, nothing(IDLE), after, delta, why, now.tenant_of)


IDLE = "nothing of it runs as declared"


def told(
    effect: Effect,
    shown: Entry,
    old: Entry | None,
    before: Figure | None,
    after: Figure | None,
    delta: Delta,
    why: tuple[Cause, ...] = (),
    tenant_of: str | None = None,
    unknown: str = "",
) -> Change:
    """The change, with the name it had and the stack it was of, where they are others."""
    if old and old.stack != shown.stack:
        why = (*why, Cause("stack", old.stack, shown.stack))
    was = old.address if old and old.address != shown.address else ""
    return Change(
        effect,
        shown.address,
        shown.stack,
        shown.type,
        shown.where,
        before,
        after,
        delta,
        why,
        was,
        tenant_of,
        unknown,
    )
