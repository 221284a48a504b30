"""A file at a commit: from this checkout, or from a server that speaks git over https."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from carbongate.errors import ConfigError
from carbongate.repository import Git
from carbongate.repository.pinned import LIMIT, pinned
from tests.repository.conftest import Checkout

DEFAULTS = "version: 1\nmode: enforce\n"


class Server(BaseHTTPRequestHandler):
    """Hands every request to git's own CGI program, as the documentation of git says, unless it is
    told to say no."""

    folder = ""
    status = 0

    def answer(self) -> None:
        """One request."""
        path, _, query = self.path.partition("?")
        if self.status:
            self.send_error(self.status)
            return
        done = subprocess.run(
            ["git", "http-backend"],
            input=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            env={
                "PATH": os.environ["PATH"],
                "GIT_PROJECT_ROOT": self.folder,
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
                "REQUEST_METHOD": self.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            },
            capture_output=True,
            check=False,  # it fails where it tells the other side what is wrong
        )
        head, _, body = done.stdout.partition(b"\r\n\r\n")
        lines = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(lines.pop("Status", "200").split()[0]))
        for name, value in lines.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815 - the names that the server asks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name it has there
        """Nobody reads it."""


@pytest.fixture
def organisation(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "served" / "standards")


@pytest.fixture
def served(
    organisation: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, type[Server]]]:
    """The address of a server, whose certificate the user's own git configuration trusts."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl to make a certificate")
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    settings = tmp_path / "gitconfig"
    settings.write_text(f'[http]\nsslCAInfo = "{certificate}"\n[safe]\ndirectory = *\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    handler = type("Here", (Server,), {"folder": str(organisation.root.parent)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}", handler
    server.shutdown()


def refusal(commit: str, path: str, git: Git | None = None, repository: str | None = None) -> str:
    with pytest.raises(ConfigError) as error:
        pinned(git, commit, path, repository)
    return error.value.message


# ---- of this checkout ----------------------------------------------------------------------------


def test_a_commit_says_what_it_said_whatever_is_there_now(checkout: Checkout) -> None:
    commit = checkout.commit({"org/defaults.yaml": DEFAULTS})
    checkout.commit({"org/defaults.yaml": "version: 1\nmode: report\n"})
    checkout.git("rm", "-q", "org/defaults.yaml")
    assert pinned(Git(checkout.root), commit, "org/defaults.yaml", None) == DEFAULTS


def test_a_path_starts_at_the_top_of_the_repository(checkout: Checkout) -> None:
    commit = checkout.commit({"org/defaults.yaml": DEFAULTS, "shop/a.txt": ""})
    assert pinned(Git(checkout.root / "shop"), commit, "org/defaults.yaml", None) == DEFAULTS


LINKED = {"defaults.yaml": DEFAULTS, "folder/one.txt": "x"}


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        pytest.param("none.yaml", "commit {} has no file none.yaml", id="no such file"),
        pytest.param("folder", "commit {} has no file folder", id="a folder"),
        pytest.param("*.yaml", "commit {} has no file *.yaml", id="a pattern is no path"),
        pytest.param(
            ":(top)defaults.yaml", "commit {} has no file :(top)defaults.yaml", id="magic"
        ),
        pytest.param(
            "link.yaml",
            "link.yaml is a link at commit {}; name the file it leads to",
            id="a link, which git keeps as the path it leads to",
        ),
    ],
)
def test_what_is_no_file_at_the_commit(checkout: Checkout, path: str, sentence: str) -> None:
    checkout.write(LINKED)
    (checkout.root / "link.yaml").symlink_to("/etc/passwd")
    commit = checkout.commit({})
    assert refusal(commit, path, Git(checkout.root)) == sentence.format(commit[:7])


def test_a_file_larger_than_any_configuration(checkout: Checkout) -> None:
    commit = checkout.commit({"defaults.yaml": "#" * (LIMIT + 1)})
    assert refusal(commit, "defaults.yaml", Git(checkout.root)) == (
        f"defaults.yaml at commit {commit[:7]} is larger than 1,000,000 bytes"
    )


def test_a_file_that_is_no_text(checkout: Checkout) -> None:
    commit = checkout.commit({"defaults.yaml": b"\xff\x00\xfe"})
    assert refusal(commit, "defaults.yaml", Git(checkout.root)) == (
        f"defaults.yaml at commit {commit[:7]}: not UTF-8 text"
    )


def test_a_tree_is_no_commit(checkout: Checkout) -> None:
    checkout.commit({"defaults.yaml": DEFAULTS})
    tree = checkout.git("rev-parse", "HEAD^{tree}")
    assert "this checkout does not have it" in refusal(tree, "defaults.yaml", Git(checkout.root))


def test_a_commit_that_is_not_here_and_no_repository(checkout: Checkout) -> None:
    checkout.commit({"defaults.yaml": DEFAULTS})
    assert refusal("a" * 40, "defaults.yaml", Git(checkout.root)) == (
        "commit aaaaaaa: this checkout does not have it; `git fetch` it first, or say its repository"
    )


def test_no_checkout_at_all() -> None:
    assert refusal("a" * 40, "defaults.yaml") == (
        "commit aaaaaaa: there is no git checkout here; `git fetch` it first, or say its repository"
    )


# ---- of a server ---------------------------------------------------------------------------------


def test_a_commit_is_fetched_and_leaves_the_checkout_alone(
    checkout: Checkout, organisation: Checkout, served: tuple[str, type[Server]]
) -> None:
    commit = organisation.commit({"defaults.yaml": DEFAULTS})
    organisation.commit({"defaults.yaml": "version: 1\nmode: report\n"})  # no branch ends there now
    checkout.commit({"a.txt": ""})
    before = state(checkout)
    address = f"{served[0]}/standards"
    assert pinned(Git(checkout.root), commit, "defaults.yaml", address) == DEFAULTS
    assert pinned(None, commit, "defaults.yaml", address) == DEFAULTS
    assert state(checkout) == before


def state(checkout: Checkout) -> Mapping[str, bytes]:
    """Every file below .git."""
    folder = checkout.root / ".git"
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_commit_that_the_server_does_not_have(
    organisation: Checkout, served: tuple[str, type[Server]]
) -> None:
    organisation.commit({"defaults.yaml": DEFAULTS})
    said = refusal("a" * 40, "defaults.yaml", repository=f"{served[0]}/standards")
    assert said.startswith(
        f"commit aaaaaaa is not in this checkout, and cannot be fetched from {served[0]}/standards: "
    )
    assert "not our ref" in said


@pytest.mark.parametrize("status", [401, 403, 404, 429, 500, 503])
def test_a_server_that_says_no(status: int, served: tuple[str, type[Server]]) -> None:
    address, handler = served
    handler.status = status
    said = refusal("a" * 40, "defaults.yaml", repository=f"{address}/standards")
    assert "cannot be fetched from" in said
    assert "\n" not in said


def test_a_repository_that_is_not_there(served: tuple[str, type[Server]]) -> None:
    said = refusal("a" * 40, "defaults.yaml", repository=f"{served[0]}/none")
    assert f"repository '{served[0]}/none/' not found" in said


def test_a_server_that_nobody_answers_for() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        said = refusal("a" * 40, "defaults.yaml", repository=f"https://127.0.0.1:{port}/standards")
    assert said.startswith(
        "commit aaaaaaa is not in this checkout, and cannot be fetched from https://127.0.0.1:"
    )


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/a", "file:///etc", "ext::sh -c true", "ssh://a/b"]
)
def test_no_other_way_is_spoken_even_if_it_came_so_far(address: str) -> None:
    assert "not allowed" in refusal("a" * 40, "defaults.yaml", repository=address)
