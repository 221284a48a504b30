"""ast-grep as one child process: started first, read last, so that we work while it works.

It sees our configuration alone (a repository's own could switch rules off or load native code), the
paths it is given and nothing else. What it prints goes to a file: a full pipe would stall it.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from carbongate.code.hit import Hit, Span
from carbongate.code.rules import Rule
from carbongate.errors import CarbongateError

if TYPE_CHECKING:
    import subprocess

NAME = "ast-grep"
# Bytes of paths on one command line: well below the least that the systems allow (Windows 32 KB,
# macOS 1 MB with the environment).
ROOM = 24_000 if os.name == "nt" else 200_000
# Bytes of stack for each of its threads, of which it touches few: a file of a few thousand operands
# in a row would end all of them otherwise.
STACK = 256_000_000
# No id of a rule: those are words of letters, digits and hyphens.
BROKEN = "(broken)"

Matcher = Mapping[str, Any]
NONE: Mapping[str, Matcher] = MappingProxyType({})


class Engine:
    """The engine with its rules, in a temporary folder that `close` (or `with`) removes."""

    def __init__(self, rules: Sequence[Rule], broken: Mapping[str, Matcher] = NONE) -> None:
        self.program = program()
        self.rules = frozenset(rule.id for rule in rules)
        self.folder = Path(tempfile.mkdtemp(prefix="carbongate-"))
        (self.folder / "rules").mkdir()
        (self.folder / "rules" / "rules.yml").write_text(documents(rules, broken), "utf-8")
        # JSON is YAML that means the same to every parser.
        (self.folder / "sgconfig.yml").write_text('{"ruleDirs": ["rules"]}', "utf-8")
        self._runs: list[Run] = []

    def start(self, root: Path, paths: Sequence[str]) -> "Run":
        """Begins to match the files, given relative to root; every name must be valid UTF-8."""
        run = Run(self, root, paths, len(self._runs))
        self._runs.append(run)
        return run

    def version(self) -> str:
        """The version of the program that runs, as it says itself."""
        import subprocess

        said = subprocess.run(
            [self.program, "--version"], capture_output=True, text=True, check=False
        )
        return said.stdout.strip().rpartition(" ")[2]

    def close(self) -> None:
        """Ends what still runs and removes the temporary folder."""
        for run in self._runs:
            run.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Run:
    """One list of files being matched, in as many processes as its length asks for."""

    def __init__(self, engine: Engine, root: Path, paths: Sequence[str], number: int) -> None:
        self.engine = engine
        self.root = root
        self.number = number
        self.waiting = list(batches(paths))
        self.started: list[tuple[subprocess.Popen[bytes], Path]] = []
        self.broken: set[str] = set()  # files that are not of their language; known after `hits`
        self._next()

    def hits(self) -> Iterator[Hit]:
        """The matches in no order, when the processes have ended. Errors: CarbongateError."""
        done = 0
        while done < len(self.started):
            process, output = self.started[done]
            code = process.wait()
            done += 1
            self._next()
            if code != 0:
                raise CarbongateError(f"{NAME} failed: {_complaint(output)}")
            with output.open("rb") as lines:
                yield from self._read(lines)

    def busy(self) -> bool:
        """Whether the last process that was started still works."""
        return bool(self.started) and self.started[-1][0].poll() is None

    def stop(self) -> None:
        """Ends the processes that have not ended."""
        self.waiting = []
        for process, _ in self.started:
            if process.poll() is None:
                process.kill()
                process.wait()

    def _next(self) -> None:
        if not self.waiting:
            return
        import subprocess

        output = self.engine.folder / f"{self.number}-{len(self.started)}.jsonl"
        command = [
            self.engine.program,
            "scan",
            "--config",
            str(self.engine.folder / "sgconfig.yml"),
            "--json=stream",
            "--hint",  # all rules: what fails a gate is our decision, not the engine's exit code
            "--",
            *self.waiting.pop(0),
        ]
        with output.open("wb") as out, output.with_suffix(".err").open("wb") as err:
            process = subprocess.Popen(
                command,
                cwd=self.root,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, "RUST_MIN_STACK": str(STACK)},
            )
        self.started.append((process, output))

    def _read(self, lines: Iterable[bytes]) -> Iterator[Hit]:
        for line in lines:
            found = json.loads(line)
            if found["ruleId"] in self.engine.rules:  # the engine has remarks of its own
                yield hit(found)
            elif found["ruleId"] == BROKEN:
                self.broken.add(found["file"])


def hit(found: Mapping[str, Any]) -> Hit:
    """One line of the engine's stream; texts are left behind, places kept."""
    start, end = found["range"]["start"], found["range"]["end"]
    variables = found.get("metaVariables") or {}
    captures: dict[str, tuple[Span, ...]]
    captures = {name: (_span(node),) for name, node in variables.get("single", {}).items()}
    for name, nodes in variables.get("multi", {}).items():
        if name != "secondary":  # the engine's own, for what relational rules went through
            captures[name] = tuple(_span(node) for node in nodes if node["text"] != ",")
    return Hit(
        rule=found["ruleId"],
        path=found["file"],
        line=start["line"] + 1,
        column=start["column"] + 1,
        end_line=end["line"] + 1,
        span=_span(found),
        captures=captures,
        end_column=end["column"] + 1,
    )


def _span(node: Mapping[str, Any]) -> Span:
    bytes_ = node["range"]["byteOffset"]
    return Span(bytes_["start"], bytes_["end"])


def documents(rules: Iterable[Rule], broken: Mapping[str, Matcher] = NONE) -> str:
    """The rules for the engine, with its own keys only, and by language what finds a broken file."""
    found = [(rule.id, rule.language, rule.matcher) for rule in rules]
    found += [(BROKEN, language, {"rule": matcher}) for language, matcher in broken.items()]
    return "\n---\n".join(
        json.dumps({"id": name, "language": language, **matcher})
        for name, language, matcher in found
    )


def batches(paths: Sequence[str]) -> Iterator[list[str]]:
    """The paths in lists that fit on a command line."""
    batch: list[str] = []
    used = 0
    for path in paths:
        size = len(path.encode()) + 9  # its end and its pointer
        if batch and used + size > ROOM:
            yield batch
            batch, used = [], 0
        batch.append(path)
        used += size
    if batch:
        yield batch


def program() -> str:
    """The engine that belongs to the running Python, else the one on the path.

    Never `sg`, its short name, which is another program on most Linux systems.
    Errors: CarbongateError when there is none.
    """
    name = f"{NAME}.exe" if os.name == "nt" else NAME
    beside = Path(sys.executable).with_name(name)
    if beside.is_file():
        return str(beside)
    import sysconfig

    installed = Path(sysconfig.get_path("scripts")) / name
    if installed.is_file():
        return str(installed)
    found = shutil.which(NAME)
    if found is None:
        raise CarbongateError(
            "the program ast-grep is missing, which matches the rules: install ast-grep-cli 0.51 "
            "beside carbongate (there is no wheel for Alpine and other musl systems: use an image "
            "with glibc 2.28 or later)"
        )
    return found


def _complaint(output: Path) -> str:
    """What a failed process said, in one line: its last cause, else how it began."""
    said = output.with_suffix(".err").read_text("utf-8", "replace")
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    causes = [line.lstrip("╰▻ ") for line in lines if line.startswith("╰▻")]
    return (causes or lines or ["it said nothing"])[-1 if causes else 0][:300]
