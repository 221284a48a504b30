"""Reads and checks the rule files of one language. Unknown keys are refused by name."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from carbongate import discover
from carbongate.code import knowledge
from carbongate.code.knowledge import Condition, Kind
from carbongate.code.rules import Evidence, Examples, Rule
from carbongate.documents import Map, yaml_documents
from carbongate.errors import DataError, InputError
from carbongate.model import Confidence, Severity, Tier

MATCHING = ("rule", "constraints", "utils", "transform")  # the engine's keys that say what matches
TOP = ("id", "language", "severity", "message", "fix", *MATCHING, "metadata")
OURS = (
    "title",
    "tier",
    "confidence",
    "why",
    "instead",
    "evidence",
    "examples",
    "pattern",
    "equivalents",
    "skip_folders",
)
STATUSES = (
    "published",
    "measured-here",
    "model",
    "vendor",
    "arithmetic",
    "mixed",
    "contradicted",
    "to-measure",
)
EXAMPLES = "\n  examples:\n"
GUIDES = ("creedengo", "catalogue", "ruff", "pylint")  # whose rules an equivalent may belong to


def read(folder: Path, shared: Path, *, examples: bool) -> list[Rule]:
    """The rules of a folder, each able to stand alone: the shared matchers that it uses are copied
    into it, since the engine hands over what a matcher captures only when it is the rule's own.

    Errors: DataError with file, line and key.
    """
    language = folder.name
    matchers = _matchers(shared, language)
    kinds = {kind.KEY: kind for kind in _kinds()}
    paths = sorted(folder.glob("*.yml"))
    return [_rule(_File(path, examples=examples), language, matchers, kinds) for path in paths]


def _kinds() -> tuple[Kind, ...]:
    return discover.modules(knowledge, ("KEY", "ORDER", "condition"))


def _matchers(folder: Path, language: str) -> dict[str, Any]:
    """The shared matchers of a language: id -> rule."""
    found = {}
    for path in sorted(folder.glob("*.yml")):
        file = _File(path)
        file.only(file.body, ("id", "language", "rule"))
        if file.word("id") != path.stem:
            file.refuse("id", f"must be {path.stem}, the name of the file")
        if file.word("language") == language:
            found[path.stem] = file.needed("rule")
    return found


def _rule(
    file: "_File", language: str, matchers: Mapping[str, Any], kinds: Mapping[str, Kind]
) -> Rule:
    path = file.path
    file.only(file.body, TOP)
    if file.word("id") != path.stem:
        file.refuse("id", f"must be {path.stem}, the name of the file")
    if file.word("language") != language:
        file.refuse("language", f"must be {language}, the name of the folder")
    file.needed("rule")
    metadata = file.map("metadata")
    file.only(metadata, (*OURS, *kinds), "metadata")
    evidence = _evidence(file)
    tier: Tier = file.choice("metadata.tier", get_args(Tier))
    if evidence.status == "to-measure" and not evidence.countable and tier == "gate":
        tier = "advice"
    severity: Severity = file.choice("severity", get_args(Severity))
    confidence: Confidence = file.choice("metadata.confidence", get_args(Confidence))
    return Rule(
        id=path.stem,
        language=language,
        severity=severity,
        message=file.word("message"),
        title=file.word("metadata.title"),
        tier=tier,
        confidence=confidence,
        why=file.word("metadata.why"),
        instead=file.word("metadata.instead"),
        evidence=evidence,
        examples=_examples(file),
        matcher=_matcher(file, matchers),
        conditions=tuple(
            _condition(file, kind, metadata[kind.KEY])
            for kind in sorted(kinds.values(), key=lambda kind: (kind.ORDER, kind.KEY))
            if kind.KEY in metadata
        ),
        skip_folders=frozenset(file.words("metadata.skip_folders")),
        pattern=file.word("metadata.pattern") if "pattern" in metadata else None,
        equivalents=_equivalents(file),
    )


def _condition(file: "_File", kind: Kind, value: Any) -> Condition:
    try:
        return kind.condition(value)
    except ValueError as error:
        raise file.refusal(f"metadata.{kind.KEY}", str(error)) from None


def _evidence(file: "_File") -> Evidence:
    evidence = file.map("metadata.evidence")
    file.only(evidence, ("status", "figure", "source", "countable"), "metadata.evidence")
    status = file.choice("metadata.evidence.status", STATUSES)
    measured = status != "to-measure"
    return Evidence(
        status,
        figure=file.word("metadata.evidence.figure") if measured else "",
        source=file.word("metadata.evidence.source") if measured else "",
        countable=file.word("metadata.evidence.countable") if "countable" in evidence else "",
    )


def _examples(file: "_File") -> Examples:
    if not file.examples:
        return Examples()
    if [*file.body][-1] != "metadata" or [*file.map("metadata")][-1] != "examples":
        file.refuse("metadata.examples", "must be the last key of the file")
    file.only(file.map("metadata.examples"), ("good", "bad", "missed"), "metadata.examples")
    return Examples(
        good=file.words("metadata.examples.good"),
        bad=file.words("metadata.examples.bad"),
        missed=file.words("metadata.examples.missed"),
    )


def _equivalents(file: "_File") -> dict[str, tuple[str, ...]]:
    if file.get("metadata.equivalents") is None:
        return {}
    guides = file.map("metadata.equivalents")
    file.only(guides, GUIDES, "metadata.equivalents")
    return {guide: file.words(f"metadata.equivalents.{guide}") for guide in guides}


def _matcher(file: "_File", matchers: Mapping[str, Any]) -> dict[str, Any]:
    """The rule's own keys for the engine and the shared matchers that they lead to."""
    own = {key: file.body[key] for key in MATCHING if key in file.body}
    local: dict[str, Any] = dict(own.get("utils", {}))
    names = _matches(own)
    while names:
        name = names.pop()
        if name in local:
            continue
        if name not in matchers:
            file.refuse("rule", f"there is no shared matcher {name}{_hint(name, matchers)}")
        local[name] = matchers[name]
        names += _matches(matchers[name])
    if local:
        own["utils"] = {name: local[name] for name in sorted(local)}
    return own


def _matches(value: Any) -> list[str]:
    """The names of the matchers that a piece of a rule refers to."""
    if isinstance(value, Mapping):
        named = [value["matches"]] if isinstance(value.get("matches"), str) else []
        return named + [name for part in value.values() for name in _matches(part)]
    if isinstance(value, list):
        return [name for part in value for name in _matches(part)]
    return []


def _hint(word: str, known: Sequence[str] | Mapping[str, Any]) -> str:
    near = get_close_matches(word, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""


class _File:
    """One rule file; keys are paths with dots, and every refusal names file, line and key."""

    def __init__(self, path: Path, *, examples: bool = True) -> None:
        self.path = path
        self.examples = examples
        try:
            text = path.read_text("utf-8")
            if not examples:  # they stand last, and are most of the file
                text = text.partition(EXAMPLES)[0]
            documents = yaml_documents(text, str(path), version="1.2")
        except (InputError, OSError, UnicodeDecodeError) as error:
            raise DataError(str(error)) from None
        if len(documents) != 1 or not isinstance(documents[0], Map):
            raise DataError("must hold one rule, as a map of keys", str(path))
        self.body: Map = documents[0]

    def get(self, key: str) -> Any:
        value: Any = self.body
        for part in key.split("."):
            value = value.get(part) if isinstance(value, Map) else None
        return value

    def needed(self, key: str) -> Any:
        value = self.get(key)
        if value is None or value == "":
            self.refuse(key, "is missing")
        return value

    def word(self, key: str) -> str:
        value = self.needed(key)
        if not isinstance(value, str):
            self.refuse(key, "must be text")
        return str(value).strip()

    def words(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts; none when the key is missing."""
        value = self.get(key)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.refuse(key, "must be text or a list of texts")
        return tuple(items)

    def map(self, key: str) -> Map:
        value = self.needed(key)
        if not isinstance(value, Map):
            self.refuse(key, "must be a map of keys")
        found: Map = value
        return found

    def choice(self, key: str, choices: Sequence[str]) -> Any:
        value = self.word(key)
        if value not in choices:
            self.refuse(key, f"{value} is none of {', '.join(choices)}{_hint(value, choices)}")
        return value

    def only(self, body: Map, known: Sequence[str], under: str = "") -> None:
        """Refuses the first key that is not known."""
        for key in body:
            if key not in known:
                self.refuse(f"{under}.{key}" if under else key, f"unknown key{_hint(key, known)}")

    def refuse(self, key: str, why: str) -> None:
        raise self.refusal(key, why)

    def refusal(self, key: str, why: str) -> DataError:
        """The error, at the line of the key or of the nearest key above it."""
        body, line = self.body, self.body.line
        for part in key.split("."):
            line = body.lines.get(part, line)
            inner = body.get(part)
            if not isinstance(inner, Map):
                break
            body = inner
        return DataError(f"{key}: {why}", str(self.path), line)
