"""One comment for one project key, kept up to date; and the sentence about what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, Protocol, assert_never, get_args

from carbongate.forges.body import digest_in, marked
from carbongate.forges.github import Comment
from carbongate.forges.noticed import digest, is_quiet
from carbongate.forges.server import ForgeError

Behaviour = Literal["update", "new", "delete-and-new", "delete-when-quiet", "only-on-change"]
Action = Literal["created", "updated", "deleted", "unchanged", "nothing", "failed"]
BEHAVIOURS: tuple[Behaviour, ...] = get_args(Behaviour)
POINTER = "*The report was cut here, at 65,000 characters; {} holds all of it.*"


class Thread(Protocol):
    """Where a pull request is talked about."""

    @property
    def name(self) -> str:
        """What it is called in a sentence."""

    def comments(self) -> Iterable[Comment]: ...
    def own(self, comment: Comment) -> bool: ...
    def create(self, body: str) -> Comment: ...
    def update(self, comment: Comment, body: str) -> Comment | None: ...
    def delete(self, comment: Comment) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, and a sentence about it; `url` leads to the comment where there is one."""

    action: Action
    sentence: str
    url: str = ""

    @property
    def worked(self) -> bool:
        """Whether the comments are as they should be."""
        return self.action != "failed"


def comment(
    client: Thread,
    markdown: str,
    key: str,
    behaviour: Behaviour,
    report: Mapping[str, Any],
    link: str = "",
) -> Outcome:
    """Says on a pull request what a report says, in the way that was asked for.

    `report` is the JSON report, `link` an address where the whole of it can be read. No error leaves
    here: what went wrong is in the outcome, and it is no verdict.
    """
    where = f"[the run]({link})" if link else "the report of the run"
    body = marked(markdown, key, digest(report), POINTER.format(where))
    try:
        return carried_out(client, body, key, behaviour, quiet=is_quiet(report))
    except ForgeError as error:
        return Outcome("failed", f"no comment: {error.sentence}")


def carried_out(
    client: Thread, body: str, key: str, behaviour: Behaviour, *, quiet: bool
) -> Outcome:
    """The behaviour. Errors: ForgeError."""
    ours = [one for one in client.comments() if digest_in(one.body, key) is not None]
    mine = [one for one in ours if client.own(one)]
    match behaviour:
        case "new":
            return created(client, body, mine)
        case "delete-and-new":
            return without(client, mine, created(client, body, mine))
        case "delete-when-quiet":
            return cleared(client, mine) if quiet else updated(client, body, mine)
        case "only-on-change":
            if mine and digest_in(mine[0].body, key) == digest_in(body, key):
                return Outcome("unchanged", f"{client.name} was told this already", mine[0].url)
            return updated(client, body, mine)
        case "update":
            return updated(client, body, mine)
        case _:
            assert_never(behaviour)


def updated(client: Thread, body: str, mine: list[Comment]) -> Outcome:
    """The oldest comment gets the text; others of the key, which two runs at once can leave, go."""
    if not mine:
        return created(client, body, mine)
    first, *others = mine
    if same(first.body, body):
        done = Outcome("unchanged", f"the comment on {client.name} says this already", first.url)
    elif found := client.update(first, body):
        done = Outcome("updated", f"updated the comment on {client.name}", found.url or first.url)
    else:  # somebody deleted it in between
        done = created(client, body, others)
    return without(client, others, done)


def created(client: Thread, body: str, known: list[Comment]) -> Outcome:
    """A new comment, and one only: where the answer was lost, what arrived is looked for first."""
    done = f"commented on {client.name}"
    try:
        return Outcome("created", done, client.create(body).url)
    except ForgeError as error:
        if 0 < error.status < 500:
            raise
    before = {one.id for one in known}
    for one in client.comments():
        if one.id not in before and same(one.body, body) and client.own(one):
            return Outcome("created", done, one.url)
    return Outcome("created", done, client.create(body).url)


def cleared(client: Thread, mine: list[Comment]) -> Outcome:
    """No comment of the key at all."""
    for old in mine:
        client.delete(old)
    if mine:
        return Outcome("deleted", f"there is nothing to say on {client.name}: the comment is gone")
    return Outcome("nothing", f"there is nothing to say on {client.name}")


def without(client: Thread, others: list[Comment], done: Outcome) -> Outcome:
    """What was done, with other comments taken away, or a word on why they stay."""
    try:
        for old in others:
            client.delete(old)
    except ForgeError as error:
        return replace(done, sentence=f"{done.sentence}; an older one stays: {error.sentence}")
    return done


def same(left: str, right: str) -> bool:
    """Whether two texts are one; GitHub may have changed the ends of lines."""
    return left.strip().splitlines() == right.strip().splitlines()
