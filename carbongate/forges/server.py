"""A JSON API over HTTPS: asked again where that can help, waited for within bounds.

The token goes to the host it is meant for and nowhere else: not to another host that an answer points
to, not over plain HTTP, and never into a message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from carbongate.errors import CarbongateError
from carbongate.forges.waiting import BUSY, asked_wait

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

VERSION = "2022-11-28"  # of the API of GitHub
TRIES = 4  # of one question, in all
REDIRECTS = 5
BACK_OFF = 30.0  # seconds between two tries at most, where it does not say
LARGEST = 64_000_000  # bytes of an answer
HERE = ("localhost", "127.0.0.1", "::1")
MOVED = (301, 302, 307, 308)
BROKEN = (500, 502, 504)
# What may be asked twice without a second effect.
REPEATABLE = ("GET", "PATCH", "DELETE")


class ForgeError(CarbongateError):
    """The API said no or nothing; `status` is 0 where there was no answer to read."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `content` is None where it was no JSON."""

    status: int
    content: Any
    further: str = ""  # the address of the next page
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def unread(self) -> bool:
        """Whether it cannot have been meant so: busy without a word, or cut off on the way."""
        return self.status == BUSY or (self.content is None and self.status in (200, 201))

    @property
    def message(self) -> str:
        """What the API says of a mistake, as one short printable line."""
        told = self.content.get("message") if isinstance(self.content, dict) else None
        text = told if isinstance(told, str) else ""
        return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())[:200]


class Server:
    """One API and the token for it.

    `patience` is how long to wait in all when it asks for that, `pause` the first wait where it does
    not say; `time` is what a connection and an answer may take. Seconds.
    """

    def __init__(
        self,
        api: str,
        token: str,
        *,
        patience: float = 120.0,
        pause: float = 1.0,
        time: tuple[float, float] = (10.0, 30.0),
    ) -> None:
        self.api = api.rstrip("/")
        self._origin = origin(self.api)
        self.host = self._origin[1]
        self._token = token.strip()
        self._patience, self._pause, self._time = patience, pause, time
        if not self._token:
            raise ForgeError("there is no token to comment with; set GITHUB_TOKEN")
        if not self._token.isascii() or not self._token.isprintable() or " " in self._token:
            raise ForgeError("the token has signs that no token has, such as a space")

    def ask(self, method: str, path: str, sent: Mapping[str, Any] | None = None) -> Answer:
        """The answer to one question, `path` below the API or an address of it.

        Errors: ForgeError where none can be had, or none that may be followed.
        """
        address = urljoin(f"{self.api}/", path.lstrip("/"))
        for _ in range(REDIRECTS):
            answer = self._patiently(method, self._inside(address), sent)
            if answer.status not in MOVED:
                return answer
            address = urljoin(address, answer.headers.get("Location", ""))
        raise ForgeError(f"{self.host} sends from one address to the next, without an end")

    def _inside(self, address: str) -> str:
        """The address, if it is one of the host that the token is for."""
        if origin(address) != self._origin:
            raise ForgeError(
                f"{self.host} points to another host, {urlsplit(address).hostname}; "
                "the token is not sent there"
            )
        return address

    def _patiently(self, method: str, address: str, sent: Mapping[str, Any] | None) -> Answer:
        """Asks again when the API says that it was too busy, and that waiting would help."""
        from time import sleep

        repeatable = method in REPEATABLE
        for left in reversed(range(TRIES)):
            answer = self._once(method, address, sent)
            wait = asked_wait(answer.status, answer.headers, answer.message)
            if wait is None and repeatable and answer.unread:
                wait = self._pause
            if wait is None or not left:
                break
            if wait > self._patience:
                raise ForgeError(
                    f"{self.host} asks to wait {wait:.0f} seconds before the next question "
                    f"({answer.status}), which is longer than a build should",
                    answer.status,
                )
            self._patience -= wait
            sleep(wait)
        return answer

    def _once(self, method: str, address: str, sent: Mapping[str, Any] | None) -> Answer:
        import requests

        try:
            with self._session.request(
                method, address, json=sent, timeout=self._time, allow_redirects=False, stream=True
            ) as response:
                return Answer(
                    response.status_code,
                    content(response, self._token),
                    response.links.get("next", {}).get("url", ""),
                    response.headers,
                )
        except requests.RequestException as error:
            raise ForgeError(f"{self.host} {trouble(error)}") from None

    @cached_property
    def _session(self) -> Session:
        import requests
        from requests.adapters import HTTPAdapter
        from urllib3.util import Retry

        from carbongate import __version__

        retry = Retry(
            total=TRIES - 1,
            status_forcelist=BROKEN,
            allowed_methods=REPEATABLE,
            backoff_factor=self._pause,
            backoff_max=BACK_OFF,
            respect_retry_after_header=False,  # it knows no bound; `asked_wait` does that
            raise_on_status=False,
            redirect=False,
        )
        session = requests.Session()
        session.mount(f"{urlsplit(self.api).scheme}://", HTTPAdapter(max_retries=retry))
        session.headers.update(
            {
                "Accept": "application/vnd.github+json",
                "User-Agent": f"carbongate/{__version__}",
                "X-GitHub-Api-Version": VERSION,
            }
        )
        session.auth = self._signed  # a header alone would give way to somebody's ~/.netrc
        return session

    def _signed(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


def origin(address: str) -> tuple[str, str, int]:
    """Scheme, host and port. Errors: ForgeError for one that a token may not be sent to."""
    try:
        parts = urlsplit(address)
        scheme, host, port = parts.scheme, parts.hostname or "", parts.port
    except ValueError:
        scheme, host, port = "", "", None
    if (scheme != "https" and not (scheme == "http" and host in HERE)) or not host:
        raise ForgeError(
            f"the token is only sent to https addresses, and this is none: {scheme}://{host}"
        )
    return scheme, host, port or (443 if scheme == "https" else 80)


def content(response: Response, token: str) -> Any:
    """The JSON of an answer, without the token where it says that back; None where it is cut off, too
    long, or another thing."""
    import json

    import requests

    data = bytearray()
    try:
        for part in response.iter_content(1 << 16):
            data += part
            if len(data) > LARGEST:
                return None
        return json.loads(data.replace(token.encode(), b"***"))
    except (requests.RequestException, ValueError, RecursionError):
        return None


def trouble(error: Exception) -> str:
    """Why there was no answer; the error's own words may hold addresses and are left out."""
    import requests
    from urllib3.exceptions import NewConnectionError
    from urllib3.exceptions import TimeoutError as Late

    cause = getattr(error.args[0] if error.args else None, "reason", None)
    if isinstance(error, requests.exceptions.SSLError):
        return "cannot prove who it is: its certificate is not trusted here"
    if isinstance(error, requests.exceptions.ProxyError):
        return "cannot be reached through the proxy"
    late = isinstance(cause, Late) and not isinstance(cause, NewConnectionError)
    if late or isinstance(error, requests.exceptions.Timeout):
        return "did not answer in time"
    if isinstance(error, requests.exceptions.ConnectionError):
        return "cannot be reached"
    return f"cannot be asked ({type(error).__name__})"
