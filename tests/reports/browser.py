"""A headless Chromium, driven through the WebDriver protocol that its chromedriver speaks."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import requests

# Without these a browser looks for updates and for its own servers.
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
PATIENCE = 30  # seconds until a browser must have started


def missing() -> str:
    """Why there is no browser here; "" where there is one."""
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        return "Chromium is not installed here (Debian: apt-get install chromium chromium-driver)"
    if not shutil.which("chromedriver"):
        return "chromedriver is not installed here (Debian: apt-get install chromium-driver)"
    return ""


def axe() -> str:
    """The source of axe-core, or "" where it is not to be found: CARBONGATE_AXE names axe.min.js."""
    named = os.environ.get("CARBONGATE_AXE")
    if named:
        return Path(named).read_text("utf-8")
    found = find_spec("axe_core_python")
    if found is None or found.origin is None:
        return ""
    return Path(found.origin).with_name("axe.min.js").read_text("utf-8")


class Browser:
    """One window."""

    def __init__(self, session: str) -> None:
        self._session = session

    def ask(self, method: str, path: str, **body: Any) -> Any:
        """One command of the protocol. Errors: RuntimeError with what the driver says."""
        answer = requests.request(
            method,
            f"{self._session}{path}",
            json=body if method == "POST" else None,
            timeout=PATIENCE,
        )
        value = answer.json()["value"]
        if not answer.ok:
            raise RuntimeError(f"{path}: {value['message']}")
        return value

    def open(self, page: Path) -> None:
        """Goes to a file."""
        self.ask("POST", "/url", url=page.as_uri())

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script returns."""
        return self.ask("POST", "/execute/sync", script=script, args=list(arguments))

    def wait_for(self, script: str) -> Any:
        """What a promise comes to."""
        body = f"const done = arguments[arguments.length - 1]; ({script}).then(done, (e) => done(String(e)))"
        return self.ask("POST", "/execute/async", script=body, args=[])

    def press(self, *keys: str) -> None:
        """Keys, one after the other, wherever the focus is."""
        actions = [
            each
            for key in keys
            for each in ({"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})
        ]
        self.ask("POST", "/actions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def size(self, width: int, height: int) -> None:
        """The page's own width and height, as a telephone would have them."""
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def scheme(self, name: str) -> None:
        """Light or dark, as the system wants it."""
        self.devtools(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": name}]
        )

    def script(self, *, enabled: bool) -> None:
        """Whether the next pages may run scripts."""
        self.devtools("Emulation.setScriptExecutionDisabled", value=not enabled)

    def devtools(self, command: str, **parameters: Any) -> Any:
        """A command of Chromium's own."""
        return self.ask("POST", "/goog/cdp/execute", cmd=command, params=parameters)

    def complaints(self) -> list[str]:
        """What the console said since it was last asked."""
        return [entry["message"] for entry in self.ask("POST", "/se/log", type="browser")]

    def requested(self) -> list[str]:
        """Every address that was asked for since the last time."""
        entries = self.ask("POST", "/se/log", type="performance")
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser with an empty profile; both programs end with the block."""
    port = free_port()
    with subprocess.Popen(
        ["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as driver:
        try:
            session = started(f"http://127.0.0.1:{port}", profile)
            try:
                yield Browser(session)
            finally:
                requests.delete(session, timeout=PATIENCE)
        finally:
            driver.terminate()


def started(driver: str, profile: Path) -> str:
    """The address of a new session."""
    options = {
        "args": [*QUIET, f"--user-data-dir={profile}"],
        "perfLoggingPrefs": {"enableNetwork": True},
    }
    wanted = {
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
    }
    until = time.monotonic() + PATIENCE
    while True:
        try:
            answer = requests.post(
                f"{driver}/session",
                json={"capabilities": {"alwaysMatch": wanted}},
                timeout=PATIENCE,
            )
            break
        except requests.ConnectionError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
    value = answer.json()["value"]
    if not answer.ok:
        raise RuntimeError(value["message"])
    return f"{driver}/session/{value['sessionId']}"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
