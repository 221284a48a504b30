"""carbongate-waivers.yaml: what a team lets pass for a while, read, described and written."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carbongate.config import units
from carbongate.config.adding import inserted
from carbongate.config.checks import distinct
from carbongate.config.find import WAIVERS
from carbongate.config.kinds import Each, Text, Version
from carbongate.config.node import Fields, Key, Node, Section
from carbongate.config.quantity import Quantity
from carbongate.config.reading import document
from carbongate.config.written import written
from carbongate.documents import Map
from carbongate.errors import ConfigError
from carbongate.figure import Figure, Unit
from carbongate.model import Per, Waiver

DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBERED = re.compile(r"W-([0-9]{1,9})")

AMOUNTS: Mapping[Per, Quantity] = {
    "month": units.CARBON_A_MONTH,
    "unit": units.CARBON_A_UNIT,
    "run": units.CARBON_A_RUN,
}
ANY_AMOUNT = Quantity(
    "an allowance",
    Unit.GRAM,
    {unit: factor for amount in AMOUNTS.values() for unit, factor in amount.spellings.items()},
    "kgCO2e/month, gCO2e/unit, gCO2e for a run",
    "15 kgCO2e/month",
    most=1e18,
    ranged=False,
)


@dataclass(frozen=True, slots=True)
class Allowance:
    """Carbon for a month, for a functional unit or, without either, for a run of the pipeline."""

    def read(self, node: Node) -> tuple[Per, Figure]:
        """What it is counted for, and how much. Errors: ConfigError."""
        number, unit = ANY_AMOUNT.parts(node)
        for per, amount in AMOUNTS.items():
            if unit in amount.spellings:
                return per, amount.read(node)
        raise node.wrong(ANY_AMOUNT.foreign(node, number, unit))

    def schema(self) -> dict[str, Any]:
        """A string with one of the units."""
        return ANY_AMOUNT.schema()


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words that may run over several lines of the file."""

    def read(self, node: Node) -> str:
        """The words on one line. Errors: ConfigError, as for a word."""
        if isinstance(node.value, str):
            node = replace(node, value=" ".join(node.value.split()))
        return Text().read(node)

    def schema(self) -> dict[str, Any]:
        """A string with something in it."""
        return Text().schema()


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar, as 2026-12-05."""

    def read(self, node: Node) -> date:
        """Errors: ConfigError for another way to write it, and for a day that there is not."""
        if not isinstance(node.value, str) or not DATE.fullmatch(node.value.strip()):
            raise node.wrong(f"{node.said()} is not a date; write it as 2026-12-05")
        try:
            return date.fromisoformat(node.value.strip())
        except ValueError:
            raise node.wrong(f"{node.said()} is not a day of the calendar") from None

    def schema(self) -> dict[str, Any]:
        """A string with three numbers."""
        pattern = r"^\s*[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\s*$"
        return {"type": "string", "pattern": pattern, "examples": ["2026-12-05"]}


ID = Key("id", "The name of the waiver, as reports use it, such as `W-7`.", Text(), required=True)
SCOPE = Key(
    "scope",
    "What it is about: the id of a budget, the id of a rule, or a resource address, in which `*` stands for anything.",
    Text(),
    required=True,
)
ALLOW = Key(
    "allow",
    "How much more than its limit a budget may be, such as `15 kgCO2e/month`; for a budget, and only for one.",
    Allowance(),
)
REASON = Key("reason", "Why it may pass, for whoever reads the report.", Sentence(), required=True)
OWNER = Key("owner", "Who ends it: a person or a team.", Text(), required=True)
UNTIL = Key(
    "until",
    "The last day on which it counts, at most 180 days after the commit, such as `2026-12-05`.",
    Day(),
    required=True,
)


def built(fields: Fields) -> Waiver:
    """One entry of `waivers`."""
    allowed = fields.get(ALLOW)
    return Waiver(
        id=fields.must(ID),
        scope=fields.must(SCOPE),
        reason=fields.must(REASON),
        owner=fields.must(OWNER),
        until=fields.must(UNTIL),
        allow=allowed[1] if allowed else None,
        per=allowed[0] if allowed else None,
        line=fields.node.line,
    )


ONE = Section((ID, SCOPE, ALLOW, REASON, OWNER, UNTIL), built)
ALL = Key("waivers", "What may pass for a while.", Each(ONE))
ROOT = Section(
    (Key("version", "The version of this format: 1.", Version(), required=True), ALL),
    lambda fields: fields.get_or(ALL, ()),
)


def read_waivers(text: str, path: str = WAIVERS) -> tuple[Waiver, ...]:
    """The waivers in a text, in its order. Errors: ConfigError with file, line and key."""
    node = document(text, path)
    found = ROOT.read(node)
    distinct([one.id for one in found], node.at("waivers"), "id")
    return found


def waiver(words: Mapping[str, str]) -> Waiver:
    """One waiver in words, by key, as a command line has them. Errors: ConfigError naming the key."""
    node = Map(0)
    node.update(words)
    return ONE.read(Node(node, "", 0))


def next_id(waivers: Sequence[Waiver]) -> str:
    """The id after the highest of `W-1`, `W-2` ..."""
    numbers = [int(found[1]) for one in waivers if (found := NUMBERED.fullmatch(one.id))]
    return f"W-{max(numbers, default=0) + 1}"


def added(text: str | None, waiver: Waiver, path: str = WAIVERS) -> str:
    """The file's text with one more waiver behind the others; what is there stays as it is.

    `text` is None where there is no file yet. The result was read back.
    Errors: ConfigError for a text that cannot be read, and for an id that is taken.
    """
    there = read_waivers(text, path) if text and text.strip() else ()
    for one in there:
        if one.id == waiver.id:
            raise ConfigError(f"{one.id} is already a waiver; choose another id", path, one.line)
    whole = inserted(text or "", lines(waiver))
    if whole is None or not alike(read_waivers(whole, path), (*there, waiver)):
        words = ", ".join(f"{key}: {value}" for key, value in lines(waiver).items())
        raise ConfigError(f"has no place for another entry; add {{{words}}} by hand", path)
    return whole


def lines(waiver: Waiver) -> Mapping[str, str]:
    """The values of a waiver by key, as YAML has them."""
    words = {"id": word(waiver.id), "scope": word(waiver.scope)}
    if waiver.allow:
        words["allow"] = written(waiver.allow, "per_run" if waiver.per == "run" else "")
    words |= {"reason": quoted(waiver.reason), "owner": word(waiver.owner)}
    return words | {"until": waiver.until.isoformat()}


def word(text: str) -> str:
    """A plain word where everyone's YAML reads it as one, else in quotes."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_./-]*", text)
    reserved = text.lower() in ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
    return text if plain and not reserved else quoted(text)


def quoted(text: str) -> str:
    """In double quotes, which JSON and YAML have in common."""
    import json

    return json.dumps(text, ensure_ascii=False)


def alike(left: Sequence[Waiver], right: Sequence[Waiver]) -> bool:
    """Whether they say the same, wherever they stand."""
    return len(left) == len(right) and all(map(same, left, right))


def same(left: Waiver, right: Waiver) -> bool:
    """Whether two waivers say the same."""
    if (said(left), left.allow is None) != (said(right), right.allow is None):
        return False
    return not left.allow or not right.allow or math.isclose(left.allow.best, right.allow.best)


def said(one: Waiver) -> tuple[object, ...]:
    """All of a waiver but its place and its number."""
    return one.id, one.scope, one.reason, one.owner, one.until, one.per


def waivers_schema() -> dict[str, Any]:
    """JSON Schema of the file, draft 7; made of the same keys that `read_waivers` reads."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "urn:carbon-budget-gate:waivers:1",
        "title": "carbongate waivers",
        "description": f"What carbongate, a carbon budget gate, lets pass for a while: {WAIVERS}.",
        **ROOT.schema(),
    }


def waivers_schema_text() -> str:
    """The schema as docs/waivers.schema.json has it."""
    import json

    return json.dumps(waivers_schema(), indent=2, ensure_ascii=False) + "\n"
