"""Code files -> findings. `start` sets the engine to work, `finish` waits for it and judges."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from carbongate.code.confirm import Outcome, Parsed, Task, parse
from carbongate.code.engine import NAME, Engine, Run
from carbongate.code.files import Chosen, all_languages, chosen, plain
from carbongate.code.findings import Place, findings
from carbongate.code.hit import Hit
from carbongate.code.knowledge.complexity import Complexity
from carbongate.code.rules import Rule
from carbongate.code.sources import Code, Copies, Survey, source, survey
from carbongate.code.suppress import Suppressions, suppressions
from carbongate.code.workers import MUCH, outcomes, prepare
from carbongate.model import Finding
from carbongate.repository import File
from carbongate.words import count, listed

Changed = Mapping[str, Container[int]]  # path -> its new and changed lines

LITTLE = 1_000_000  # bytes of code that are parsed before anything is known of them


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What a scan found.

    `files` counts those that were read, `unread` says why others of them could not be, `tools` are for
    the fingerprint.
    """

    findings: tuple[Finding, ...] = ()
    files: int = 0
    notes: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tools: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def scan(
    root: Path | None,
    files: Iterable[File],
    rules: Sequence[Rule],
    *,
    changed: Changed | None = None,
    tests: bool = False,
    known: Collection[str] = (),
) -> ScanResult:
    """start and finish in one."""
    with start(root, files, rules, tests=tests, known=known) as scanning:
        return scanning.finish(changed)


def start(
    root: Path | None,
    files: Iterable[File],
    rules: Sequence[Rule],
    *,
    tests: bool = False,
    known: Collection[str] = (),
) -> "Scan":
    """Chooses the code among the files and sets the engine to work on it.

    `root` is the folder that the paths are relative to, None where the files are not on a disk (a
    revision, standard input). Tests are left out unless asked for: folders tests and test, test_x.py,
    x_test.py, tests.py, conftest.py; their waste is paid by developers and seldom worth a build. Files that are
    generated, minified or larger than 1 MB are left out too. The notes say all of it.
    `known` are ids of rules that exist and are switched off, so that a suppression may name them.
    Errors: CarbongateError when the engine is missing.
    """
    speaking = {rule.language for rule in rules}
    spoken = [language for language in all_languages() if language.NAME in speaking]
    return Scan(root, chosen(files, spoken, tests=tests), rules, known)


class Scan:
    """A scan under way. `finish` ends it; as a context manager it is tidied up whatever happens."""

    def __init__(
        self, root: Path | None, code: Chosen, rules: Sequence[Rule], known: Collection[str]
    ) -> None:
        self.chosen = code
        self.known = frozenset({*known, *(rule.id for rule in rules)})
        names = {language.NAME for _, language in code.code.values()}
        self.rules = {rule.id: rule for rule in rules if rule.language in names}
        self.direct: frozenset[str] = frozenset()  # what the engine can read as it is
        self.engine: Engine | None = None
        self.run: Run | None = None
        if self.rules:
            spoken = {language.NAME: language for _, language in code.code.values()}
            broken = {name: language.BROKEN for name, language in spoken.items()}
            self.engine = Engine(tuple(self.rules.values()), broken)
            if root is not None:
                paths = [
                    path
                    for path, (_, language) in code.code.items()
                    if path.endswith(language.SUFFIXES) and plain(path)
                ]
                self.direct = frozenset(paths)
                self.run = self.engine.start(root, paths) if paths else None

    def finish(self, changed: Changed | None = None) -> ScanResult:
        """The findings, sorted by path, line, column and rule; the same for the same files.

        A finding is new when one of its own lines, or the line that opens the loop it sits in, is
        among the changed ones; with `changed` None, `new` is None too.
        Errors: CarbongateError when the engine fails.
        """
        if self.engine is None:
            return ScanResult(notes=tuple(_left_out(self.chosen, frozenset())))
        with self:
            seen = survey(self.chosen.code, self.direct)
            tools = self._tools(self.engine)
            if sum(file.size for file, _ in self.chosen.code.values()) > MUCH:
                prepare()
            ahead = self._ahead(seen)
            hits, ignored, broken = self._hits(self.engine, seen)
            found, notes = self._judged(seen, hits, ignored, ahead, changed)
            notes += _not_parsed(self.chosen.code, broken, ahead)
            notes += self.chosen.notes
            notes += [f"{path}: not scanned: {why}" for path, why in seen.unread.items()]
        return ScanResult(
            tuple(found),
            len(seen.read),
            (*sorted(notes), *_left_out(self.chosen, seen.unwritten)),
            MappingProxyType(seen.unread),
            MappingProxyType(tools),
        )

    def _tools(self, engine: Engine) -> dict[str, str]:
        """The programs that decide what is found, and their versions."""
        tools = {NAME: engine.version()}
        if any(isinstance(c, Complexity) for rule in self.rules.values() for c in rule.conditions):
            import radon.visitors  # all that the condition will need

            tools["radon"] = radon.__version__
        return tools

    def _ahead(self, seen: Survey) -> dict[str, Parsed]:
        """Few files are parsed while the engine works: most of them will have hits, and we would wait."""
        code = self.chosen.code
        if self.run is None or sum(file.size for file, _ in code.values()) > LITTLE:
            return {}
        parsed = {}
        for path in sorted(seen.read):
            if self.run.busy():
                parsed[path] = parse(source(code, path), code[path][1])
        return parsed

    def _hits(
        self, engine: Engine, seen: Survey
    ) -> tuple[dict[str, list[Hit]], dict[str, list[Hit]], frozenset[str]]:
        """All hits by file, those of them that the engine's own comment would have hidden, and the
        files in which it could not make out all of the text."""
        copies = Copies(engine, self.chosen.code, seen.copied)
        hits: dict[str, list[Hit]] = {}
        ignored: dict[str, list[Hit]] = {}
        for hit in self.run.hits() if self.run else ():
            if hit.path in seen.read and hit.path not in seen.copied:
                hits.setdefault(hit.path, []).append(hit)
        for hit, hidden in copies.hits():
            hits.setdefault(hit.path, []).append(hit)
            if hidden:
                ignored.setdefault(hit.path, []).append(hit)
        direct = self.run.broken if self.run else ()
        return hits, ignored, copies.broken().union(direct) & seen.read

    def _judged(
        self,
        seen: Survey,
        hits: Mapping[str, Sequence[Hit]],
        ignored: Mapping[str, Sequence[Hit]],
        ahead: Mapping[str, Parsed],
        changed: Changed | None,
    ) -> tuple[list[Finding], list[str]]:
        code = self.chosen.code
        found: list[Finding] = []
        notes: list[str] = []
        paths = sorted({*hits, *seen.commented})
        tasks = [
            Task(path, code[path][1].NAME, source(code, path), tuple(hits.get(path, ())))
            for path in paths
        ]
        for task, outcome in zip(tasks, outcomes(tasks, self.rules, ahead), strict=True):
            comments = Suppressions()
            if task.path in seen.commented:
                comments = suppressions(code[task.path][1].comments(task.source.decode("utf-8")))
            lines = None if changed is None else changed.get(task.path, ())
            hidden = ignored.get(task.path, ())
            place = Place(task.path, task.source, comments, hidden, lines)
            found += findings(outcome, place, self.rules)
            notes += _problems(task.path, outcome, comments, self.known)
        return found, notes

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.engine is not None:
            self.engine.close()


def _problems(
    path: str, outcome: Outcome, comments: Suppressions, known: Collection[str]
) -> Iterator[str]:
    """What a reader should know of one file."""
    if outcome.lost:
        rules = ", ".join(sorted(outcome.lost))
        yield f"{path}: not valid Python here ({outcome.problem}): matches of {rules} are left out"
    for one in comments.all():
        if not one.rules:
            yield f"{path}:{one.line}: the suppression names no rule: write ignore[rule-id] reason"
        for rule in one.rules:
            if rule not in known:
                yield f"{path}:{one.line}: the suppression names {rule}, which is no rule"


def _not_parsed(code: Code, broken: Iterable[str], ahead: Mapping[str, Parsed]) -> Iterator[str]:
    """What is in parts no text of its language: of those parts nobody looked at anything."""
    problems = []
    for path in sorted(broken):
        parsed = ahead.get(path) or parse(source(code, path), code[path][1])
        if parsed.problem:  # or else the engine does not know the newest syntax, which is no harm
            problems.append(f"{path} ({parsed.problem})")
    if problems:
        verb = "does" if len(problems) == 1 else "do"
        said = f"{count(len(problems), 'file')} {verb} not parse and could not be scanned fully"
        yield f"{said}: {listed(problems)}"


def _left_out(chosen: Chosen, unwritten: frozenset[str]) -> Iterator[str]:
    """What was not scanned on purpose."""
    if chosen.tests:
        files = "test file" if chosen.tests == 1 else "test files"
        yield f"{chosen.tests:,} {files} not scanned"
    if unwritten:
        files = "file" if len(unwritten) == 1 else "files"
        shown = ", ".join(sorted(unwritten)[:3])
        more = ", ..." if len(unwritten) > 3 else ""
        yield f"{len(unwritten):,} generated or minified {files} not scanned: {shown}{more}"
