"""What holds of a resource when something is stated of its use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from carbongate.config import load
from carbongate.config.loosened import loosened
from carbongate.figure import Figure, Unit
from carbongate.loads import loads
from carbongate.model import Kind, Need, Resource, Timing
from carbongate.tables import DEFAULT, Tables
from tests.verdicts import exact, resource

TABLES = Tables(DEFAULT)
MACHINE = replace(resource("web", 1).resource, replicas=exact(3, Unit.ONE))
JOB = replace(MACHINE, address="nightly", kind=Kind.JOB, replicas=exact(1, Unit.ONE))
FUNCTION = replace(JOB, address="thumbs", kind=Kind.FUNCTION, needs=(Need("requests"),))
TIMED = replace(JOB, address="timed", timing=Timing(hours=exact(500, Unit.HOUR)))


def stated(text: str) -> Mapping[str, Figure]:
    return load(f"version: 1\nusage: {{x: {{{text}}}}}", "c").usage[0].values if text else {}


def held(one: Resource, text: str = "") -> dict[str, float]:
    found = loads([one], TABLES)(one.address, stated(text))
    return {key: round(figure.best, 6) for key, figure in found.items()}


def test_what_nobody_states_holds_by_manifest_and_table() -> None:
    assert held(MACHINE) == {"hours": 730, "replicas": 3}  # it has no processor to load
    assert held(JOB)["hours"] == pytest.approx(held(JOB)["runs"] * held(JOB)["duration"], rel=1e-4)


def test_what_is_stated_holds() -> None:
    assert held(MACHINE, "hours: 10, replicas: 1") == {"hours": 10, "replicas": 1}


def test_runs_and_durations_come_to_hours() -> None:
    found = held(JOB, "runs: 100, duration: 30 min")
    assert (found["hours"], found["runs"], found["requests"]) == (50, 100, 100)


def test_stated_hours_stand_for_runs() -> None:
    assert held(JOB, "hours: 10") == {"hours": 10, "replicas": 1}


def test_of_what_only_the_configuration_knows_nothing_holds_without_it() -> None:
    assert held(FUNCTION) == {"replicas": 1}
    assert held(FUNCTION, "requests: 1000")["requests"] == 1000


def test_of_an_address_that_is_not_there_only_what_is_stated_holds() -> None:
    values = stated("cpu: 5%")
    assert loads([MACHINE], TABLES)("other", values) == values


@pytest.mark.parametrize(
    ("before", "after", "keys"),
    [
        pytest.param("", "web: {hours: 160}", ["web.hours"], id="fewer hours than assumed"),
        pytest.param("", "web: {replicas: 5}", [], id="more units than declared"),
        pytest.param("", "web: {replicas: 2}", ["web.replicas"], id="fewer units than declared"),
        pytest.param(
            "nightly: {runs: 1000, duration: 1 h}",
            "nightly: {runs: 1000, duration: 1 h, hours: 20}",
            ["nightly.hours"],
            id="hours that stand for many runs",
        ),
        pytest.param(
            "nightly: {hours: 20}",
            "nightly: {runs: 30, duration: 1 h}",
            [],
            id="runs that come to more than the hours did",
        ),
        pytest.param("", "timed: {runs: 200}", ["timed.hours"], id="runs in the place of hours"),
        pytest.param(
            "thumbs: {requests: 1000}", "", ["thumbs.requests"], id="no word on what is needed"
        ),
        pytest.param("", "thumbs: {requests: 1000}", [], id="a word where there was none"),
    ],
)
def test_loads_are_compared_with_what_held(before: str, after: str, keys: list[str]) -> None:
    every = [MACHINE, JOB, FUNCTION, TIMED]
    base, head = (load(f"version: 1\nusage: {{{text}}}", "c") for text in (before, after))
    found = loosened(base, head, addresses=[one.address for one in every], use=loads(every, TABLES))
    assert [one.key.replace('usage."', "").replace('"', "") for one in found] == keys
