"""The gate between a plan and its execution: only the plan that was judged, and passed, may go on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carbongate.errors import InputError
from carbongate.words import listed

SHORT = 12  # letters of a digest that a person compares


def digest(data: bytes) -> str:
    """The SHA-256 of a plan's bytes, as hexadecimal letters."""
    from hashlib import sha256

    return sha256(data).hexdigest()


def verified(report: Mapping[str, Any], plan: bytes, name: str) -> tuple[bool, str]:
    """Whether a report lets this very plan be carried out, and a sentence that says why.

    `name` is what the plan is called, for the sentence. A report passes when its verdict does, or when
    its mode let the run go on.
    """
    if is_no_report(report):
        return False, "the report is no JSON report of carbongate, so nothing is known of this plan"
    judged = {entry["sha256"]: entry["path"] for entry in report["plans"]}
    if not judged:
        return (
            False,
            "the report judged no Terraform plan; run `carbongate check` on the plan's JSON",
        )
    found = digest(plan)
    if found not in judged:
        known = listed([f"{path} ({known[:SHORT]})" for known, path in judged.items()])
        return False, (
            f"{name} ({found[:SHORT]}) is not the plan that was judged: that was {known}. "
            "Judge this one, or carry out that one"
        )
    outcome = report["verdict"]["outcome"]
    if outcome == "pass":
        return True, f"{name} ({found[:SHORT]}) is the plan that was judged, and it passed"
    if report["exit_code"] == 0:
        return True, (
            f"{name} ({found[:SHORT]}) is the plan that was judged; the verdict was {outcome}, "
            f"which mode {report['mode']} lets go on"
        )
    return False, (
        f"{name} ({found[:SHORT]}) was judged and did not pass: the verdict was {outcome} "
        f"(exit code {report['exit_code']})"
    )


def report_of(data: bytes, path: str) -> Mapping[str, Any]:
    """The JSON report that a file holds. Errors: InputError for a file that is cut off or is none."""
    from carbongate.documents import json_document

    try:
        found = json_document(data.decode("utf-8-sig"), path)
    except UnicodeDecodeError:
        raise InputError("is no JSON report of carbongate: it is not UTF-8", path) from None
    except InputError as error:
        why = f"is no JSON report of carbongate, or it is cut off: {error.message}"
        raise InputError(why, path, error.line) from None
    if is_no_report(found):
        raise InputError("is JSON, and no report of carbongate", path)
    report: Mapping[str, Any] = found
    return report


def is_no_report(found: object) -> bool:
    """Whether what is said of verdict and plans is missing, or is not of its kind."""
    match found:
        case {
            "version": 1,
            "mode": str(),
            "exit_code": int(code),
            "verdict": {"outcome": str()},
            "plans": [*plans],
        } if not isinstance(code, bool):
            return not all(is_plan(entry) for entry in plans)
    return True


def is_plan(entry: object) -> bool:
    """Whether this names a plan and its digest."""
    match entry:
        case {"path": str(), "sha256": str(found)}:
            return len(found) == 64 and set(found) <= set("0123456789abcdef")
    return False
