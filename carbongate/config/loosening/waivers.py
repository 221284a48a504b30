"""Waivers that are new, longer or larger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from carbongate.config.loosening.words import entry, more
from carbongate.config.node import shortened
from carbongate.config.written import written
from carbongate.model import Loosening, Waiver


def waivers(base: Sequence[Waiver], head: Sequence[Waiver]) -> Iterator[Loosening]:
    """The waivers of the head, each held against the one of its id, else against one of the base that
    is gone and was about the same."""
    known = {one.id: one for one in base}
    heads = {one.id for one in head}
    gone = [one for one in base if one.id not in heads]
    for one in head:
        old = known.get(one.id)
        if old is None:
            old = next((was for was in gone if was.scope == one.scope and was.per == one.per), None)
            gone = [was for was in gone if was is not old]
        yield from waiver(old, one)


def waiver(old: Waiver | None, new: Waiver) -> Iterator[Loosening]:
    """What a waiver lets pass more, or longer, than it did."""
    key = entry("waivers", new.id)
    if old is None:
        yield Loosening(
            key,
            "",
            said(new),
            f"waiver {shortened(new.id)} is new: {shortened(new.scope)} may pass",
        )
        return
    if (old.scope, old.per) != (new.scope, new.per):
        text = f"waiver {shortened(new.id)} is about something else"
        yield Loosening(key, said(old), said(new), text)
        return
    if new.allow and more(old.allow.best if old.allow else 0, new.allow.best):
        before, after = allowed(old), allowed(new)
        yield Loosening(f"{key}.allow", before, after, f"waiver {shortened(new.id)} allows more")
    if new.until > old.until:
        before, after = old.until.isoformat(), new.until.isoformat()
        yield Loosening(f"{key}.until", before, after, f"waiver {shortened(new.id)} lasts longer")


def said(one: Waiver) -> str:
    """`prod-total, 15 kgCO2e/month until 2026-12-05`."""
    parts = (one.scope, f"{allowed(one)} until {one.until}".strip())
    return ", ".join(parts)


def allowed(one: Waiver) -> str:
    """How much, as the file has it; "" for a waiver of something that has no limit."""
    return written(one.allow, "per_run" if one.per == "run" else "") if one.allow else ""
