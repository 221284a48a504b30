"""A small GitHub on this machine: the part of the documented REST API that comments need, with state.

It refuses what GitHub refuses (another token, a body that is too long, a page that is not there), cuts
lists into pages with Link headers, and has troubles on demand.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "ghs_" + "a1B2" * 9
BOT = {"id": 41898282, "login": "github-actions[bot]", "type": "Bot"}
PERSON = {"id": 7, "login": "somebody", "type": "User"}
STRANGER = {"id": 8, "login": "stranger", "type": "User"}
LONGEST_BODY = 65_536
NOW = 1_800_000_000  # by the clock of the server, which is wrong


@dataclass(slots=True)
class Trouble:
    """What happens to one request instead of its answer, or after its effect where that is `done`."""

    status: int = 0  # 0 hangs up without a word
    headers: dict[str, str] = field(default_factory=dict)
    data: bytes = b""
    done: bool = False
    cut: bool = False  # the answer says it is longer than it is
    only: str = ""  # the method it waits for


@dataclass(slots=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    headers: dict[str, str]
    sent: Any


@dataclass(slots=True)
class Hub:
    """The state of the repository shop/web, whose pull request 5 is talked about."""

    user: dict[str, Any] = field(default_factory=lambda: BOT)
    comments: dict[int, dict[str, Any]] = field(default_factory=dict)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    address: str = ""
    last: int = 100
    reads_only: bool = False

    def say(self, body: str, user: dict[str, Any] = BOT) -> int:
        """A comment that was there before."""
        self.last += 1
        self.comments[self.last] = {
            "id": self.last,
            "body": body,
            "user": user,
            "html_url": f"https://github.example/shop/web/pull/5#issuecomment-{self.last}",
        }
        return self.last

    @property
    def bodies(self) -> list[str]:
        """What stands there now."""
        return [comment["body"] for comment in self.comments.values()]

    def methods(self) -> list[str]:
        """What was asked of comments, by method."""
        return [one.method for one in self.asked if "/comments" in one.path]

    # ---- the API -------------------------------------------------------------------------------

    def answer(self, asked: Asked) -> tuple[int, dict[str, str], Any]:
        """Status, headers and content."""
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {}, {"message": "Bad credentials"}
        if asked.headers.get("X-GitHub-Api-Version") != "2022-11-28":
            return 400, {}, {"message": "Unsupported API version"}
        parts = urlsplit(asked.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        match asked.method, parts.path.strip("/").split("/"):
            case "GET", ["user"]:
                return self.identity()
            case "GET", ["repos", "shop", "web", "pulls"]:
                head = query.get("head", "")
                return 200, {}, [pull for pull in self.pulls if pull["head"]["label"] == head]
            case "GET", ["repos", "shop", "web", "issues", "5", "comments"]:
                return self.page(query)
            case "POST", ["repos", "shop", "web", "issues", "5", "comments"]:
                return self.written(asked, None)
            case "PATCH", ["repos", "shop", "web", "issues", "comments", number]:
                return self.written(asked, int(number))
            case "DELETE", ["repos", "shop", "web", "issues", "comments", number]:
                return self.deleted(int(number))
        return 404, {}, {"message": "Not Found"}

    def identity(self) -> tuple[int, dict[str, str], Any]:
        """The user of a token; that of an app may not ask."""
        if self.user["type"] == "Bot":
            return 403, {}, {"message": "Resource not accessible by integration"}
        return 200, {}, self.user

    def deleted(self, number: int) -> tuple[int, dict[str, str], Any]:
        """One comment less."""
        if self.reads_only:
            return 403, {}, {"message": "Resource not accessible by integration"}
        if self.comments.pop(number, None) is None:
            return 404, {}, {"message": "Not Found"}
        return 204, {}, None

    def page(self, query: dict[str, str]) -> tuple[int, dict[str, str], Any]:
        """A part of the list, and where the next one is."""
        size, number = min(int(query.get("per_page", 30)), 100), int(query.get("page", 1))
        rows = list(self.comments.values())
        headers = {}
        if number * size < len(rows):
            more = f"{self.address}/repos/shop/web/issues/5/comments?per_page={size}&page="
            headers["Link"] = f'<{more}{number + 1}>; rel="next", <{more}99>; rel="last"'
        return 200, headers, rows[(number - 1) * size : number * size]

    def written(self, asked: Asked, number: int | None) -> tuple[int, dict[str, str], Any]:
        """A new comment, or one with another text."""
        if self.reads_only:
            return 403, {}, {"message": "Resource not accessible by integration"}
        if len(asked.sent["body"]) > LONGEST_BODY:
            return 422, {}, {"message": "Validation Failed: body is too long"}
        if number is None:
            return 201, {}, self.comments[self.say(asked.sent["body"], self.user)]
        if number not in self.comments:
            return 404, {}, {"message": "Not Found"}
        self.comments[number]["body"] = asked.sent["body"]
        return 200, {}, self.comments[number]

    def trouble(self, method: str) -> Trouble | None:
        """The trouble that waits for this request, which it happens to once."""
        for trouble in self.troubles:
            if trouble.only in ("", method):
                self.troubles.remove(trouble)
                return trouble
        return None


@contextmanager
def running(hub: Hub) -> Iterator[str]:
    """The address of a server that speaks for a hub."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler(hub))
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01))
    thread.start()
    try:
        yield hub.address
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    """Reads requests, writes answers, and hangs up where it should."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def respond(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            sent = json.loads(data) if data else None
            asked = Asked(self.command, self.path, dict(self.headers.items()), sent)
            hub.asked.append(asked)
            trouble = hub.trouble(self.command)
            if trouble is None:
                status, headers, found = hub.answer(asked)
                self.write(status, headers, b"" if found is None else json.dumps(found).encode())
                return
            if trouble.done:
                status, headers, found = hub.answer(asked)
            if not trouble.status:
                self.close_connection = True
                return
            self.write(trouble.status, trouble.headers, trouble.data, cut=trouble.cut)

        def write(
            self, status: int, headers: dict[str, str], data: bytes, *, cut: bool = False
        ) -> None:
            self.send_response_only(status)
            self.send_header("Content-Length", str(len(data) + 100 * cut))
            for name, value in ({"Date": formatdate(NOW, usegmt=True)} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)
            self.close_connection = self.close_connection or cut

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        do_GET = do_POST = do_PATCH = do_DELETE = respond  # noqa: N815 - what http.server looks for

    return Handler


def later(seconds: int) -> dict[str, str]:
    """The headers of a primary rate limit that ends after so many seconds of the server's clock."""
    return {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(NOW + seconds)}
