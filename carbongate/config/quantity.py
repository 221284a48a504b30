"""A number with its unit, as people write it: `120 kgCO2e/month`, `50%`, `[5 min, 10 min, 1 h]`."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from carbongate.config.node import Node, meant
from carbongate.documents import Seq
from carbongate.figure import Declared, Figure, Unit

NUMBER = r"(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
WRITTEN = re.compile(rf"([+-]?{NUMBER})\s*(.*)", re.DOTALL)
LEAST = 1e-12  # of any unit; what is smaller overflows where something is divided by it
SUFFIXES = {"k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "B": 1e9}


@dataclass(frozen=True, slots=True)
class Quantity:
    """What may be written for one kind of number.

    `spellings` maps each accepted unit to its factor into `unit`; the unit "" means that the key
    itself names the unit, so that a bare number will do. `example` is what a message proposes.
    `zero` says where zero may stand: nowhere, as the low end of a range, or anywhere.
    """

    what: str
    unit: Unit
    spellings: Mapping[str, float]
    accepted: str
    example: str
    most: float
    zero: Literal["never", "low", "always"] = "never"
    ranged: bool = True

    def read(self, node: Node) -> Figure:
        """A figure; `[low, best, high]` gives its range. Errors: ConfigError."""
        origin = Declared(f"{node.path}:{node.line}: {node.key}")
        if not isinstance(node.value, Seq):
            value = self.number(node, zero=self.zero == "always")
            return Figure.exact(value, self.unit, origin)
        if not self.ranged:
            raise node.wrong("must be one number, not a range")
        if len(node.value) != 3:
            raise node.wrong("a range is written [low, best, high], three numbers")
        low = self.number(node.at(0), zero=self.zero != "never")
        best = self.number(node.at(1), zero=self.zero == "always")
        high = self.number(node.at(2), zero=self.zero == "always")
        if not low <= best <= high:
            raise node.wrong("the range is out of order; it is written [low, best, high]")
        return Figure(low, best, high, self.unit, origin)

    def number(self, node: Node, *, zero: bool) -> float:
        """One number in `unit`. Errors: ConfigError, with what to write instead."""
        number, unit = self.parts(node)
        if not math.isfinite(number):
            raise node.wrong(f"{node.said()} is not a finite number")
        if unit not in self.spellings:
            raise node.wrong(self.foreign(node, number, unit))
        value = number * self.spellings[unit]
        if value < 0 or (value == 0 and not zero):
            raise node.wrong(f"{node.said()}: must be greater than zero")
        if 0 < value < LEAST:
            raise node.wrong(f"{node.said()} is too small to calculate with ({self.what})")
        if value > self.most:
            raise node.wrong(f"{node.said()} is too large; at most {self.limit()} ({self.what})")
        return value

    def parts(self, node: Node) -> tuple[float, str]:
        """The number and the unit behind it. Errors: ConfigError for what is neither."""
        value = node.value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                return float(value), ""
            except OverflowError:
                raise node.wrong("has too many digits") from None
        if isinstance(value, str):
            found = WRITTEN.fullmatch(value.strip())
            if found:
                return float(found[1]), re.sub(r"\s*/\s*", "/", found[2])
        raise node.wrong(f"{node.said()} is not a number; write for example {self.example}")

    def foreign(self, node: Node, number: float, unit: str) -> str:
        """The sentence about a missing or an unknown unit."""
        if not unit:
            return f"{node.said()} has no unit, write {self.proposed(number)}"
        if unit in SUFFIXES and "" in self.spellings:
            return f"{node.said()}: write {number * SUFFIXES[unit]:.15g}"
        if re.match(r"[,_']?\d", unit):
            return f"{node.said()} is not a number; write it without separators"
        whole = f"{unit}/{self.example.partition('/')[2]}"
        near = f"did you mean {whole}?" if whole in self.spellings else meant(unit, self.units())
        hint = f"; {near}" if near.startswith("did you mean") else ""
        return f"{unit} is not a unit of {self.what}{hint} (accepted: {self.accepted})"

    def units(self) -> tuple[str, ...]:
        """The spellings that are not empty."""
        return tuple(spelling for spelling in self.spellings if spelling)

    def limit(self) -> str:
        """The largest number, as one would write it."""
        if "%" in self.spellings:
            return f"{self.most * 100:g}%"
        return f"{self.most:g}" if "" in self.spellings else f"{self.most:g} {self.unit}"

    def proposed(self, number: float) -> str:
        """The number with the unit that was probably meant: a fraction of one in percent."""
        _, unit = WRITTEN.fullmatch(self.example).groups()  # type: ignore[union-attr]  # every example is written so
        if unit == "%":
            return f"{number * 100 if 0 < number <= 1 else number:.15g}%"
        return f"{number:.15g} {unit}"

    def schema(self) -> dict[str, Any]:
        """A string with unit, a bare number where one will do, or a range of either."""
        kinds = self.written(zero=self.zero == "always")
        if self.ranged:
            items = {"anyOf": self.written(zero=self.zero != "never")}
            kinds.append({"type": "array", "items": items, "minItems": 3, "maxItems": 3})
        return {"anyOf": kinds, "examples": [self.example]}

    def written(self, *, zero: bool) -> list[dict[str, Any]]:
        """The schemas of one number."""
        units = "|".join(re.escape(unit).replace("/", r"\s*/\s*") for unit in self.spellings)
        kinds: list[dict[str, Any]] = [
            {"type": "string", "pattern": rf"^\s*\+?{NUMBER}\s*({units})\s*$"}
        ]
        if "" in self.spellings:
            least = "minimum" if zero else "exclusiveMinimum"
            kinds.append({"type": "number", least: 0, "maximum": self.most})
        return kinds
