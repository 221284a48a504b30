"""The comments of one pull request on GitHub, through its REST API."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from carbongate.forges.event import pull_head, pull_number
from carbongate.forges.server import Answer, ForgeError, Server

API = "https://api.github.com"
PAGES = 100  # of 100 comments each
REPOSITORY = re.compile(r"(?!\.)[\w.-]+/(?!\.{1,2}$)[\w.-]+", re.ASCII)
FORK = (
    "On a pull request from a fork the token can only read: the summary of the job, its annotations "
    "and the report files hold the same."
)


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment; `author` is the id of a user, `bot` whether that is no person."""

    id: int
    body: str
    author: int | None
    bot: bool
    url: str


class GitHub:
    """A pull request that is talked about."""

    def __init__(self, server: Server, repository: str, pull: int) -> None:
        if not REPOSITORY.fullmatch(repository):
            raise ForgeError(f"{repository!r} is no repository; write OWNER/NAME")
        self._server, self._repository, self.pull = server, repository, pull

    @property
    def name(self) -> str:
        """What the pull request is called in a sentence."""
        return f"{self._repository}#{self.pull}"

    def comments(self) -> Iterator[Comment]:
        """Every comment, the oldest first. Errors: ForgeError."""
        further = f"{self._thread}/comments?per_page=100"
        for _ in range(PAGES):
            answer = self._asked("GET", further)
            if not isinstance(answer.content, list):
                raise ForgeError(
                    f"{self._server.host} answers with something that is no list of comments; "
                    "is it the API, and no page of a proxy?"
                )
            yield from (found for row in answer.content if (found := comment_of(row)))
            further = answer.further
            if not further:
                return
        raise ForgeError(
            f"{self.name} has more than {PAGES * 100:,} comments; none was read to its end"
        )

    def own(self, comment: Comment) -> bool:
        """Whether the token's owner wrote it; where it is nobody's in person, whether a bot did."""
        return comment.author == self._identity if self._identity else comment.bot

    def create(self, body: str) -> Comment:
        """A new comment. Errors: ForgeError."""
        return self._written("POST", f"{self._thread}/comments", body)

    def update(self, comment: Comment, body: str) -> Comment | None:
        """The comment with another text; None where it is gone. Errors: ForgeError."""
        try:
            return self._written("PATCH", self._place(comment), body)
        except ForgeError as error:
            if error.status in (404, 410):
                return None
            raise

    def delete(self, comment: Comment) -> None:
        """Takes it away, if somebody else has not. Errors: ForgeError."""
        self._asked("DELETE", self._place(comment), fine=(404, 410))

    @cached_property
    def _identity(self) -> int | None:
        """The user of the token; None for one of an app, whose token may not ask that."""
        answer = self._server.ask("GET", "user")
        match answer:
            case Answer(status=200, content={"id": int(found)}):
                return found
            case Answer(status=status) if status == 401 or status >= 500:
                raise refused(answer, self.name)
        return None

    @property
    def _thread(self) -> str:
        return f"repos/{self._repository}/issues/{self.pull}"

    def _place(self, comment: Comment) -> str:
        return f"repos/{self._repository}/issues/comments/{comment.id}"

    def _written(self, method: str, path: str, body: str) -> Comment:
        answer = self._asked(method, path, {"body": body})
        return comment_of(answer.content) or Comment(0, body, None, False, "")

    def _asked(
        self,
        method: str,
        path: str,
        sent: Mapping[str, Any] | None = None,
        fine: tuple[int, ...] = (),
    ) -> Answer:
        answer = self._server.ask(method, path, sent)
        if 200 <= answer.status < 300 or answer.status in fine:
            return answer
        raise refused(answer, self.name)


def found_pull(server: Server, repository: str, event: Mapping[str, Any]) -> int | None:
    """The pull request of an event: as it says, else the open one with the branch and commit of it.

    Errors: ForgeError.
    """
    number = pull_number(event)
    head = pull_head(event)
    if number or not head or not REPOSITORY.fullmatch(repository):
        return number
    branch, commit = head
    path = f"repos/{repository}/pulls?state=open&per_page=100&head={quote(branch, safe='')}"
    answer = server.ask("GET", path)
    if not isinstance(answer.content, list):
        raise refused(answer, f"the pull requests of {repository}")
    for row in answer.content:
        match row:
            case {"number": int(number), "head": {"sha": str(found)}} if found == commit:
                return number
    return None


def comment_of(row: object) -> Comment | None:
    """What the API calls a comment."""
    match row:
        case {"id": int(number)}:
            given: dict[str, Any] = row if isinstance(row, dict) else {}
            user = given.get("user")
            about: dict[str, Any] = user if isinstance(user, dict) else {}
            author = about.get("id")
            return Comment(
                id=number,
                body=str(given.get("body") or ""),
                author=author if isinstance(author, int) else None,
                bot=about.get("type") == "Bot",
                url=str(given.get("html_url") or ""),
            )
    return None


def refused(answer: Answer, name: str) -> ForgeError:
    """What a status means here, and what would help."""
    told = f"; it says: {answer.message}" if answer.message else ""
    match answer.status:
        case 401:
            why = "the API does not know the token (401): it is wrong or has expired"
        case 403 if "locked" in answer.message.lower():
            why = f"{name} is locked (403)"
        case 403:
            why = (
                f"the token may not comment on {name} (403): the job needs "
                f"`permissions: pull-requests: write`. {FORK}"
            )
        case 404:
            why = f"there is no {name}, or the token may not see it (404). {FORK}"
        case 410:
            why = f"{name} takes no comments (410)"
        case 422:
            why = f"the API does not take this comment on {name} (422)"
        case 429:
            why = "the API was asked too often (429)"
        case status if status >= 500:
            why = f"the API is broken at the moment ({status})"
        case status:
            why = f"the API answered {status} to a question about {name}"
    return ForgeError(why + told, answer.status)
