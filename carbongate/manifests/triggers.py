"""What starts a workflow, and how often in a month."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from carbongate.errors import DataError
from carbongate.figure import Declared, Derived, Figure, Unit, total
from carbongate.manifests.cron import runs_per_month
from carbongate.manifests.objects import mapping, mappings, word
from carbongate.manifests.quantities import UnreadableError
from carbongate.model import Kind
from carbongate.tables import Tables

CALLED = "workflow_call"
SCHEDULE = "schedule"
BY_HAND = frozenset({"workflow_dispatch", "repository_dispatch"})


@dataclass(frozen=True, slots=True)
class Triggers:
    """The events a workflow answers to, and the schedules among them."""

    events: tuple[str, ...]
    schedules: tuple[str, ...] = ()

    @property
    def own(self) -> tuple[str, ...]:
        """The events that start it by itself."""
        return tuple(event for event in self.events if event != CALLED)


def triggers(value: Any) -> Triggers:
    """What stands under `on`: a word, a list of words, or a mapping."""
    if isinstance(value, list):
        return Triggers(tuple(word(event) for event in value if word(event)))
    if isinstance(value, dict):
        crons = [word(entry.get("cron")) for entry in mappings(value.get(SCHEDULE))]
        return Triggers(tuple(value), tuple(cron for cron in crons if cron))
    return Triggers((word(value),) if word(value) else ())


def inputs_of(value: Any, event: str) -> Mapping[str, Any]:
    """The inputs that a workflow takes on an event."""
    return mapping(mapping(mapping(value).get(event)).get("inputs"))


def runs(said: Triggers, events: Collection[str], where: str, tables: Tables) -> Figure | None:
    """Runs in a month that these of its events start; None where no schedule is among them.

    A schedule is counted from its cron expressions, all other events together are the default. Starts
    by hand beside a schedule only widen it, by the low end of the default.
    Errors: UnreadableError for a cron expression that is none; DataError without a default.
    """
    if SCHEDULE not in events or not said.schedules:
        return None
    parts = [
        Figure.exact(float(runs_per_month(cron)), Unit.RUN, Declared(f"{where}: cron {cron}"))
        for cron in said.schedules
    ]
    others = {event for event in events if event != SCHEDULE}
    if others:
        parts.append(default_runs(tables, by_hand=others <= BY_HAND))
    return parts[0] if len(parts) == 1 else total(parts, Unit.RUN, "runs of all triggers")


def default_runs(tables: Tables, *, by_hand: bool) -> Figure:
    """Runs that nothing in a file says."""
    default = tables.default(Kind.PIPELINE.value, "runs")
    if default is None:
        raise DataError("defaults.csv has no runs for pipeline")
    if not by_hand:
        return default
    why = "starts by hand beside a schedule, at most as many as the default's low end"
    return Figure(0, 0, default.low, Unit.RUN, Derived(why, (default,)))


def checked(said: Triggers) -> None:
    """Errors: UnreadableError where a schedule is none, which keeps the workflow from running."""
    for cron in said.schedules:
        runs_per_month(cron)
    if not said.events:
        raise UnreadableError("names no event that starts it")
