"""The rules: one YAML file each, with what matches, why, the evidence and the examples."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from pathlib import Path
from typing import Any

from carbongate.code.knowledge import Condition
from carbongate.errors import DataError
from carbongate.model import Confidence, RuleText, Severity, Tier

SHARED = "_utils"  # the folder of matchers that several rules use


@dataclass(frozen=True, slots=True)
class Evidence:
    """How we know that the pattern wastes energy; `source` names where the figure stands.

    `countable` is what the waste can be counted in without a meter: runs, bytes, connections. A rule
    that is neither measured nor countable is advice, whatever its file says.
    """

    status: str
    figure: str = ""
    source: str = ""
    countable: str = ""


@dataclass(frozen=True, slots=True)
class Examples:
    """Whole files. A line that must be found is marked `here` in a comment; `missed` is not found yet."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """An energy anti-pattern. `matcher` is in the engine's language, all it needs included."""

    id: str
    language: str
    severity: Severity
    message: str
    title: str
    tier: Tier
    confidence: Confidence
    why: str
    instead: str
    evidence: Evidence
    examples: Examples
    matcher: Mapping[str, Any]
    conditions: tuple[Condition, ...] = ()
    skip_folders: frozenset[str] = frozenset()
    pattern: str | None = None
    equivalents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load(
    languages: Collection[str] | None = None,
    folder: Path | None = None,
    *,
    examples: bool = True,
) -> tuple[Rule, ...]:
    """The rules of the languages (None: of all), sorted by id; a scan does without their examples.

    Errors: DataError with file, line and key for a rule that does not keep the form.
    """
    from carbongate.code.rulefile import read

    root = folder or packaged()
    names = sorted(path.name for path in root.iterdir() if path.is_dir() and path.name != SHARED)
    rules: list[Rule] = []
    for name in names:
        if languages is None or name in languages:
            rules.extend(read(root / name, root / SHARED, examples=examples))
    seen: dict[str, Rule] = {}
    for rule in sorted(rules, key=lambda rule: rule.id):
        if rule.id in seen:
            raise DataError(
                f"{rule.id}: a rule of {rule.language} and one of {seen[rule.id].language}"
            )
        seen[rule.id] = rule
    return tuple(seen.values())


def packaged() -> Path:
    """The rules that came with the program: in the wheel, else in the checkout beside it."""
    package = Path(__file__).parent.parent
    for folder in (package / "rules", package.parent / "rules"):
        if (folder / SHARED).is_dir():
            return folder
    raise DataError("the folder of rules is missing from this installation")


def text(rule: Rule) -> RuleText:
    """What a rule says of itself, without what it matches."""
    known = rule.evidence
    said = (known.figure, f"({known.source})" if known.source else "")
    figure = " ".join(filter(None, said))
    evidence = ": ".join(filter(None, (known.status.replace("-", " "), figure)))
    return RuleText(
        id=rule.id,
        language=rule.language,
        severity=rule.severity,
        tier=rule.tier,
        confidence=rule.confidence,
        title=rule.title,
        why=" ".join(rule.why.split()),
        instead=" ".join(rule.instead.split()),
        evidence=evidence,
        pattern=rule.pattern,
    )


def digest(rules: Iterable[Rule]) -> str:
    """Changes when what the rules find or say of it changes; sixteen characters."""
    import hashlib
    import json

    said = [
        (
            (rule.id, rule.severity, rule.tier, rule.confidence, rule.message, rule.matcher),
            [spelled(condition) for condition in rule.conditions],
            rule.skip_folders,
        )
        for rule in rules
    ]
    text = json.dumps(said, sort_keys=True, default=sorted)  # sets have no order of their own
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def spelled(condition: Condition) -> tuple[str, Mapping[str, Any]]:
    """The name of a condition and what it asks for."""
    if not is_dataclass(condition) or isinstance(condition, type):
        raise DataError(f"{type(condition).__name__} is no dataclass, so it has no digest")
    return type(condition).__name__, asdict(condition)
