"""Quantities of the JSON report as a reader sees them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbongate.reports import signed
from carbongate.words import amount, number

Quantity = Mapping[str, Any]  # low, best, high


def said(found: Quantity | None, unit: str = "") -> str:
    """`131 kgCO2e (98 to 190)`; "" for nothing."""
    return "" if found is None else amount(found["low"], found["best"], found["high"], unit)


def best(found: Quantity) -> str:
    """The best value alone."""
    return number(found["best"])


def ends(found: Quantity) -> str:
    """`98 to 190`; "" where both ends read like the best value."""
    least, most = number(found["low"]), number(found["high"])
    return "" if least == most == best(found) else f"{least} to {most}"


def plus(value: float) -> str:
    """`+24.1`, `-2.31`, `0`: a change."""
    return f"{'+' if value > 0 else ''}{number(value)}"


def change(found: Quantity | None, unit: str = "") -> str:
    """`+24.1 kgCO2e (11.2 to 36.2)`; "" for nothing."""
    return "" if found is None else signed.change(found["low"], found["best"], found["high"], unit)
