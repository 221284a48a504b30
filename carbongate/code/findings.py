"""Confirmed hits -> findings: new or old, suppressed where a comment says so."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from carbongate.code.confirm import Confirmed, Outcome
from carbongate.code.hit import Hit
from carbongate.code.knowledge.invariant import LOOP
from carbongate.code.rules import Rule
from carbongate.code.suppress import Suppressions
from carbongate.model import Finding

DIGITS = 16  # of a fingerprint, as code scanning writes its own


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of one file beside its hits.

    `ignored` are the hits under the engine's own ignore comment; `changed` None: nothing to compare.
    """

    path: str
    source: bytes
    suppressions: Suppressions
    ignored: Sequence[Hit]
    changed: Container[int] | None


def findings(outcome: Outcome, place: Place, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """The findings in one file, each place and rule once, in order."""
    seen = set()
    identity = Identity(place)
    for one in sorted(outcome.confirmed, key=lambda one: one.hit.place()):
        where = one.hit.place()[:4]
        if where not in seen:
            seen.add(where)
            yield _finding(one, place, rules[one.hit.rule], identity)


class Identity:
    """What a finding is recognised by when the lines around it change; one for each file."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.count: dict[str, int] = {}
        self.lines: dict[int, bytes] = {}

    def of(self, hit: Hit) -> str:
        """A digest of rule, path and the text of the first line, and which of its like it is."""
        from hashlib import sha256

        text = self.lines.get(hit.line)
        if text is None:
            text = self.lines[hit.line] = self._line(hit.span.start)
        said = b"\0".join((hit.rule.encode(), self.place.path.encode("utf-8", "replace"), text))
        digest = sha256(said).hexdigest()[:DIGITS]
        self.count[digest] = self.count.get(digest, 0) + 1
        return f"{digest}:{self.count[digest]}"

    def _line(self, at: int) -> bytes:
        """The line around a byte, without the white space that formatters change."""
        source = self.place.source
        end = source.find(b"\n", at)
        line = source[source.rfind(b"\n", 0, at) + 1 : end if end >= 0 else len(source)]
        return b" ".join(line.split())


def _finding(one: Confirmed, place: Place, rule: Rule, identity: Identity) -> Finding:
    hit = one.hit
    reason, remark = _suppressed(hit, place)
    return Finding(
        rule=rule.id,
        path=place.path,
        line=hit.line,
        column=hit.column,
        end_line=hit.end_line,
        severity=rule.severity,
        confidence=rule.confidence,
        tier=rule.tier,
        message=one.message + remark,
        new=None if place.changed is None else _touched(hit, place),
        suppressed=reason,
        equivalents=rule.equivalents,
        end_column=hit.end_column,
        fingerprint=identity.of(hit),
    )


def _touched(hit: Hit, place: Place) -> bool:
    """Whether one of the lines that make a finding changed: its own, or the one that opens its loop."""
    opening = (place.source.count(b"\n", 0, at.start) + 1 for at in hit.captures.get(LOOP, ()))
    lines = (*range(hit.line, hit.end_line + 1), *opening)
    return any(line in (place.changed or ()) for line in lines)


def _suppressed(hit: Hit, place: Place) -> tuple[str | None, str]:
    """The reason of a suppression, and what the message has to add where it has none."""
    own = place.suppressions.of(hit.rule, hit.line)
    if own is not None and own.reason:
        return own.reason, ""
    if own is not None:
        return "", " (not suppressed: the comment gives no reason)"
    if hit in place.ignored:
        wanted = f"`carbongate: ignore[{hit.rule}] reason`"
        return "", f" (not suppressed: ast-grep-ignore gives no reason, write {wanted})"
    return None, ""
