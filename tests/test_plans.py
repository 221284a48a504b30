"""Only the plan that was judged, and passed, may be carried out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from carbongate.errors import InputError
from carbongate.plans import digest, report_of, verified

PLAN = b'{"format_version":"1.2","planned_values":{}}\n'
OTHER = b'{"format_version":"1.2","planned_values":{"outputs":{}}}\n'


def report(**fields: Any) -> dict[str, Any]:
    """What a report says of its verdict and its plans."""
    return {
        "version": 1,
        "mode": "enforce",
        "exit_code": 0,
        "verdict": {"outcome": "pass", "reasons": []},
        "plans": [{"path": "infra/plan.json", "sha256": digest(PLAN)}],
    } | fields


def outcome(name: str, code: int, mode: str = "enforce") -> dict[str, Any]:
    """A report with another verdict."""
    return report(verdict={"outcome": name, "reasons": ["a reason"]}, exit_code=code, mode=mode)


def test_the_digest_is_the_one_that_other_tools_print() -> None:
    assert digest(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("judged", "sentence"),
    [
        pytest.param(report(), "is the plan that was judged, and it passed", id="it passed"),
        pytest.param(
            report(plans=[{"path": "a", "sha256": digest(OTHER)}, *report()["plans"]]),
            "is the plan that was judged",
            id="one of several plans",
        ),
        pytest.param(
            outcome("fail", 0, "warn"),
            "the verdict was fail, which mode warn lets go on",
            id="it failed in mode warn",
        ),
        pytest.param(
            outcome("undecided", 0, "report"),
            "the verdict was undecided, which mode report lets go on",
            id="it was undecided in mode report",
        ),
    ],
)
def test_a_plan_that_may_be_carried_out(judged: dict[str, Any], sentence: str) -> None:
    goes_on, why = verified(judged, PLAN, "plan.json")
    assert (goes_on, why) == (True, why)
    assert why.startswith(f"plan.json ({digest(PLAN)[:12]}) ")
    assert sentence in why


@pytest.mark.parametrize(
    ("judged", "plan", "sentence"),
    [
        pytest.param(
            report(),
            OTHER,
            f"plan.json ({digest(OTHER)[:12]}) is not the plan that was judged: "
            f"that was infra/plan.json ({digest(PLAN)[:12]}). Judge this one, or carry out that one",
            id="another plan",
        ),
        pytest.param(
            report(), PLAN[:-1], "is not the plan that was judged", id="a byte is missing"
        ),
        pytest.param(report(), b"", "is not the plan that was judged", id="an empty file"),
        pytest.param(
            outcome("fail", 1),
            PLAN,
            "the verdict was fail (exit code 1)",
            id="the verdict was fail",
        ),
        pytest.param(
            outcome("undecided", 4), PLAN, "the verdict was undecided (exit code 4)", id="undecided"
        ),
        pytest.param(
            outcome("fail", 1), OTHER, "is not the plan that was judged", id="both are wrong"
        ),
        pytest.param(report(plans=[]), PLAN, "judged no Terraform plan", id="no plan was judged"),
        pytest.param({}, PLAN, "is no JSON report of carbongate", id="an empty object"),
        pytest.param(
            report(version=2), PLAN, "is no JSON report", id="a report of another version"
        ),
        pytest.param(report(exit_code=False), PLAN, "is no JSON report", id="false is not 0"),
        pytest.param(report(exit_code="0"), PLAN, "is no JSON report", id="a text is not 0"),
        pytest.param(
            report(verdict="pass"), PLAN, "is no JSON report", id="a verdict of another kind"
        ),
        pytest.param(report(plans=None), PLAN, "is no JSON report", id="plans of another kind"),
        pytest.param(
            report(plans=[{"path": "a", "sha256": ""}]), b"", "is no JSON report", id="no digest"
        ),
        pytest.param(
            report(plans=[{"path": "a", "sha256": digest(PLAN).upper()}]),
            PLAN,
            "is no JSON report",
            id="a digest in another spelling",
        ),
    ],
)
def test_a_plan_that_may_not(judged: dict[str, Any], plan: bytes, sentence: str) -> None:
    goes_on, why = verified(judged, plan, "plan.json")
    assert not goes_on
    assert sentence in why


def test_a_report_is_read_from_its_file() -> None:
    text = "\ufeff" + json.dumps(report())
    assert verified(report_of(text.encode(), "report.json"), PLAN, "plan.json")[0]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(
            b"", "report.json:1: is no JSON report of carbongate, or it is cut off", id="empty"
        ),
        pytest.param(
            json.dumps(report(), indent=1).encode()[:-9],
            "or it is cut off: not valid JSON",
            id="cut off",
        ),
        pytest.param(b"\xff\xfe\x00", "it is not UTF-8", id="bytes"),
        pytest.param(
            PLAN, "report.json: is JSON, and no report of carbongate", id="the plan itself"
        ),
        pytest.param(b"[]", "is JSON, and no report of carbongate", id="a list"),
    ],
)
def test_a_file_that_is_no_report(data: bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=re.escape(sentence)):
        report_of(data, "report.json")
