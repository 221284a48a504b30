"""Lines of use: what the widest assumptions are about."""

from __future__ import annotations

from collections.abc import Mapping

from carbongate.config import default
from carbongate.proposal.stated import KEYS, Line, assumed, lines
from carbongate.tables import DEFAULT, Tables
from tests.proposal import INVENTORY, WORKFLOW, measure, pod, tree

TABLES = Tables(DEFAULT)


def stated(files: Mapping[str, str], most: int = 3) -> tuple[Line, ...]:
    return lines(measure(tree(files))(default()), TABLES, most)


def test_a_pattern_takes_in_exactly_what_the_assumption_is_about() -> None:
    (line,) = stated({"a.yaml": pod("one"), "b.yaml": pod("two")})
    assert line.pattern == "Deployment/shop/*"
    assert dict(line.values) == {"cpu": "[10%, 50%, 90%]", "hours": "730 h"}
    assert line.others == 0


def test_without_a_pattern_the_heaviest_stands_for_all() -> None:
    (line,) = stated({"a.yaml": pod("one", "left"), "b.yaml": pod("two", "right", cpu="4")})
    assert line.pattern == "Deployment/*"
    job = pod("late").replace("Deployment", "StatefulSet")
    (line,) = stated({"a.yaml": pod("one", cpu="4"), "b.yaml": job})
    assert (line.pattern, line.others) == ("Deployment/shop/one", 1)


def test_the_widest_doubt_comes_first() -> None:
    files = {"k8s/a.yaml": pod(cpu="1m"), ".github/workflows/ci.yml": WORKFLOW, "b.csv": INVENTORY}
    found = stated(files)
    assert [one.pattern for one in found] == [
        "box",
        "Deployment/shop/web",
        ".github/workflows/ci.yml:test",
    ]
    assert dict(found[2].values) == {
        "cpu": "[10%, 50%, 90%]",
        "duration": "[1 min, 10 min, 60 min]",
        "runs": "[10, 100, 1000]",
    }
    assert stated(files, most=1) == found[:1]


def test_what_is_stated_is_no_assumption() -> None:
    files = {
        "b.csv": "address,provider,region,type,count,hours,cpu_utilization\nbox,aws,eu-west-1,m5.large,2,730,40\n"
    }
    assert stated(files) == ()


def test_every_key_that_is_proposed_is_one_of_use_in_the_same_unit() -> None:
    found = assumed(TABLES)
    assert {key for key, _ in found.values()} <= set(KEYS)
    assert found["a pod uses 50 % (10 to 90) of its request unless stated"][0] == "cpu"
    assert "a managed Kubernetes control plane has 4 GiB for each vCPU" not in found
