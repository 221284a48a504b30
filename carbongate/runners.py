"""CI runners: machines by the label that a workflow asks for."""

from __future__ import annotations

import re
from typing import Literal

from carbongate.figure import Assumed, Figure, Unit
from carbongate.hosts import generic, share
from carbongate.model import Component, Compute, Curve, Machine, Memory
from carbongate.power import POINTS, accelerator, cell
from carbongate.tables import Tables

# Labels that customers give to GitHub's larger runners as its documentation does: ubuntu-latest-16-cores.
LARGER = re.compile(r"(?P<os>ubuntu|windows)\b.*?(?P<cores>\d+)-?cores?\b.*")
WHOLE = "the watts of a runner are those of the whole machine, memory included"
ARM = re.compile(r"\barm(?:64)?\b|aarch64")


def runner(
    tables: Tables,
    service: str,
    label: str,
    visibility: Literal["public", "private", "unknown"] = "unknown",
) -> Machine | None:
    """The runner behind a label, or None where nobody has it (a self-hosted one, another service's).

    A hosted runner whose size depends on who may see the repository is an interval when that is
    not known.
    """
    key = ("runner", service, label, visibility)
    return tables.keep(
        key, lambda: find(tables, service.lower(), label.strip().lower(), visibility)
    )


def find(tables: Tables, service: str, label: str, visibility: str) -> Machine | None:
    """Through the dated labels, then as a larger runner that says its cores."""
    named = f"{service}/{label}"
    key = tables.rows("runner_labels").get(named, {}).get("runner", named)
    rows = tables.rows("runners")
    if f"{key} ({visibility})" in rows:
        key = f"{key} ({visibility})"
    if key in rows:
        return of_row(tables, key, label)
    sized = larger(label) if service == "github" else None
    if sized is None or f"github/{sized}" not in rows:
        return None
    note = f"the size of runner {label} is read from its name"
    return of_row(tables, f"github/{sized}", label, note)


def larger(label: str) -> str | None:
    """The listed runner of the size that a label spells out."""
    found = LARGER.fullmatch(label)
    if not found:
        return None
    chip = "arm64" if ARM.search(label) else "x64"
    return f"larger-{found['os']}-{found['cores']}core-{chip}"


def of_row(tables: Tables, key: str, label: str, note: str = "") -> Machine | None:
    """One row of runners.csv; None where it has a card that the dataset does not know."""
    row = tables.rows("runners")[key]
    vcpus = cell(tables, "runners", key, "vcpus", Unit.VCPU)
    memory = cell(tables, "runners", key, "memory_gib", Unit.GIB)
    components = measured(tables, key, vcpus, memory) or generic(
        tables,
        vcpus,
        memory,
        provider=row["provider"],
        processors=[name for name in [row["processors"]] if name],
        confidence=row["confidence"],
    )
    if row["accelerator"]:
        count = cell(tables, "runners", key, "accelerators", Unit.ONE)
        card = accelerator(tables, row["accelerator"], count)
        if card is None:
            return None
        components = (*components, card)
    notes = [row["note"], note]
    if row["confidence"] in ("inferred", "unknown"):
        notes.append(f"the processor of runner {label} is not published")
    return Machine(
        row["provider"],
        key.split("/", 1)[1],
        vcpus,
        memory,
        components,
        "; ".join(text for text in notes if text),
        row["region"] or None,
    )


def measured(tables: Tables, key: str, vcpus: Figure, memory: Figure) -> tuple[Component, ...]:
    """A runner whose watts somebody measured as a whole: no memory beside them; else nothing."""
    points = [
        (load, figure)
        for column, load in POINTS
        if (figure := tables.figure("runners", key, column, Unit.WATT))
    ]
    if not points:
        return ()
    loads, watts = zip(*points, strict=True)
    whole = Figure.exact(1, Unit.ONE, Assumed(WHOLE))
    within = Figure.exact(0, Unit.GIB, Assumed(WHOLE))
    return (
        Compute(vcpus, whole, Curve(loads, watts), share(tables, vcpus, memory)),
        Memory(memory, within),
    )
