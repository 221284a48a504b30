"""A hub to talk to, and what there is to say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from carbongate.forges.github import GitHub
from carbongate.forges.server import Server
from tests.forges.hub import TOKEN, Hub, running


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine needs for the network may not come between."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def hub() -> Iterator[Hub]:
    """GitHub, on this machine."""
    made = Hub()
    with running(made):
        yield made


@pytest.fixture
def client(hub: Hub) -> GitHub:
    """Pull request 5, with a client that waits for nothing."""
    return GitHub(server(hub), "shop/web", 5)


def server(hub: Hub, token: str = TOKEN, **settings: Any) -> Server:
    """The API of a hub."""
    return Server(hub.address, token, **{"pause": 0.0, "time": (2.0, 2.0), **settings})


def report(outcome: str = "pass", **fields: Any) -> dict[str, Any]:
    """What a JSON report says of a change that touches nothing."""
    return {
        "version": 1,
        "mode": "enforce",
        "exit_code": 0 if outcome == "pass" else 1,
        "verdict": {"outcome": outcome, "reasons": []},
        "fingerprint": {"date": "2026-03-01"},
        "budgets": [],
        "totals": {"carbon_kg": {"low": 1.0, "best": 2.0, "high": 3.0}},
        "coverage": {"share": 1.0},
        "skipped": [],
        "findings": [],
        "waivers": [],
        "loosened": [],
        "diff": {"base": "a" * 40, "same": 3, "data": None, "changes_total": 0, "changes": []},
    } | fields
