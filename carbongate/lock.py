"""carbongate.lock: dataset, rules and program that a team has looked at. A newer program changes
neither its numbers nor its verdicts by itself: the dataset of the lock is the one that holds, and
rules that came later are shown and fail nothing, until `carbongate update` takes what is new."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from carbongate.code.rules import Rule
from carbongate.code.rules import digest as digest_of_rules
from carbongate.config.find import LOCK
from carbongate.config.kinds import Named, Text, Version
from carbongate.config.node import Fields, Key, Section
from carbongate.errors import ConfigError
from carbongate.model import Finding, Loosening
from carbongate.tables import DATA, DEFAULT, datasets
from carbongate.words import listed

HEAD = """\
# Written by `carbongate update`, not by hand: the dataset and the rules that verdicts rest on.
# What is newer changes no verdict before the next update, which shows its effect first.
"""
MARKS = ("<<<<<<<", "=======", ">>>>>>>")
MOST = 10_000  # rules of one lock


@dataclass(frozen=True, slots=True)
class Lock:
    """`data` is the digest of the dataset's files, `rules` that of each rule by its id."""

    tool: str
    dataset: str
    data: str
    rules: Mapping[str, str]
    path: str = LOCK
    line: int = field(default=0, compare=False)  # of the dataset's name


def locked(tool: str, dataset: str, rules: Iterable[Rule]) -> Lock:
    """What holds now: this program, the dataset in use, and all rules that came with the program."""
    return Lock(
        tool, dataset, digest(dataset), {rule.id: digest_of_rules([rule]) for rule in rules}
    )


def digest(dataset: str, data: Path = DATA) -> str:
    """sha256 over the names and the content of a dataset's files, the same on every platform."""
    import hashlib

    found = hashlib.sha256()
    folder = data / dataset
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.*")}
    for name, path in sorted(paths.items()):
        if path.suffix in (".csv", ".yaml"):
            content = path.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"{name}\0{len(content)}\0".encode() + content)
    return found.hexdigest()


def differences(lock: Lock, now: Lock) -> tuple[str, ...]:
    """A sentence for everything that is not what the lock says; none where all is."""
    said = []
    if lock.dataset != now.dataset:
        said.append(f"the dataset is {now.dataset}, and {lock.path} names {lock.dataset}")
    elif lock.data != now.data:
        said.append(f"dataset {lock.dataset} has other numbers than when {lock.path} was written")
    came, gone, other = compared(lock, now)
    for ids, what in (
        (came, f"not in {lock.path}, so what they find fails nothing"),
        (gone, "gone from this program"),
        (other, f"changed since {lock.path} was written"),
    ):
        if ids:
            said.append(f"{'rule' if len(ids) == 1 else 'rules'} {what}: {listed(ids, 10)}")
    if lock.tool != now.tool:
        said.append(f"this is carbongate {now.tool}, and {lock.path} was written by {lock.tool}")
    return tuple(said)


def compared(lock: Lock, now: Lock) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Rules that came, that are gone, and that are no longer what they were; sorted."""
    came = tuple(sorted(now.rules.keys() - lock.rules.keys()))
    gone = tuple(sorted(lock.rules.keys() - now.rules.keys()))
    both = sorted(now.rules.keys() & lock.rules.keys())
    return came, gone, tuple(rule for rule in both if now.rules[rule] != lock.rules[rule])


def dataset(lock: Lock | None) -> str:
    """The dataset that holds where no configuration says. Errors: ConfigError when the lock names
    one that this program no longer has."""
    if lock is None:
        return DEFAULT
    if lock.dataset not in datasets():
        raise ConfigError(
            f"dataset {lock.dataset} did not come with this version, which has "
            f"{listed(datasets())}; `carbongate update` shows what another one changes, and takes it",
            lock.path,
            lock.line or None,
        )
    return lock.dataset


def arrived(findings: Iterable[Finding], lock: Lock | None) -> tuple[Finding, ...]:
    """The findings, those of rules that came after the lock as advice, which fails nothing."""
    if lock is None:
        return tuple(findings)
    return tuple(
        replace(one, tier="advice") if one.tier == "gate" and one.rule not in lock.rules else one
        for one in findings
    )


def loosened(base: Lock | None, head: Lock | None, rules: Iterable[str]) -> tuple[Loosening, ...]:
    """Rules of this program that counted under the lock of the base and would not under that of the
    head, so that nobody takes a rule out of the file unseen. The dataset is compared where the
    configurations are, since it may be stated there."""
    if head is None:
        return ()
    counted = [rule for rule in sorted(rules) if base is None or rule in base.rules]
    return tuple(
        Loosening(
            key=f"{head.path}: rules.{rule}",
            before="counts",
            after="advice",
            text=f"rule {rule} is taken out of {head.path}, so what it finds fails nothing any more",
        )
        for rule in counted
        if rule not in head.rules
    )


# ---- the file ------------------------------------------------------------------------------------


def text(lock: Lock) -> str:
    """The file, the same for the same lock."""
    quote = json.dumps
    lines = [
        "version: 1",
        f"tool: {quote(lock.tool)}",
        "dataset:",
        f"  name: {quote(lock.dataset)}",
        f"  digest: {quote(lock.data)}",
        "rules:",
        f"  digest: {quote(digest_of_ids(lock.rules))}",
        "  ids:" if lock.rules else "  ids: {}",
        *(f"    {rule}: {quote(found)}" for rule, found in sorted(lock.rules.items())),
    ]
    return HEAD + "".join(f"{line}\n" for line in lines)


def read(text: str, path: str = LOCK) -> Lock:
    """The lock in a text. Errors: ConfigError with file, line and key."""
    from carbongate.config.reading import document

    if any(line.startswith(MARKS) for line in text.splitlines()):
        raise ConfigError(
            "holds an unfinished merge; write it again with `carbongate update`", path
        )
    node = document(text, path)
    fields = ROOT.read(node)
    named, rules = fields.must(DATASET), fields.must(RULES)
    ids: Mapping[str, str] = rules.must(IDS)
    if rules.must(DIGEST) != digest_of_ids(ids):
        raise node.at("rules", "digest").wrong(
            "is not that of the rules below it; write the file again with `carbongate update`"
        )
    line = node.at("dataset", "name").line
    return Lock(fields.must(TOOL), named.must(NAMED), named.must(DIGEST), ids, path, line)


def digest_of_ids(ids: Mapping[str, str]) -> str:
    """A name for all rules together: a lock whose list was changed by hand shows."""
    import hashlib

    return hashlib.sha256(json.dumps(sorted(ids.items())).encode()).hexdigest()


TOOL = Key("tool", "The version of the program that wrote it.", Text(), required=True)
NAMED = Key("name", "The dataset.", Text(), required=True)
DIGEST = Key("digest", "A digest.", Text(), required=True)
IDS = Key("ids", "The digest of each rule.", Named(Text(), most=MOST), required=True)
DATASET: Key[Fields] = Key(
    "dataset", "The dataset and its digest.", Section((NAMED, DIGEST), lambda found: found), True
)
RULES: Key[Fields] = Key(
    "rules", "The rules and their digests.", Section((DIGEST, IDS), lambda found: found), True
)
VERSION = Key("version", "The version of this format: 1.", Version(), required=True)
ROOT = Section((VERSION, TOOL, DATASET, RULES), lambda found: found)
