"""Numbers taken apart: every step can be worked out again from what stands below it."""

import re
from pathlib import Path

import pytest

from carbongate.cli.main import exit_code

PLAN = Path(__file__).parent.parent / "examples" / "shop"


def explained(subject: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert exit_code(["explain", subject, str(PLAN)]) == 0
    return capsys.readouterr().out.splitlines()


def numbers(line: str) -> float:
    """The best value of a line `name = 1,234.5 unit (low to high) = formula`."""
    found = re.search(r" = ([\d,.]+(?:e-?\d+)?)(?: |$)", line)
    assert found, line
    return float(found[1].replace(",", ""))


def below(lines: list[str], at: int) -> list[str]:
    """The lines one step deeper than line `at`, until its own depth comes again."""

    def depth(line: str) -> int:
        return len(line) - len(line.lstrip())

    inner = []
    for line in lines[at + 1 :]:
        if depth(line) <= depth(lines[at]):
            break
        if depth(line) == depth(lines[at]) + 2:
            inner.append(line)
    return inner


def test_every_product_is_the_product_of_the_lines_below_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = explained("aws_db_instance.orders", capsys)
    checked = 0
    for at, line in enumerate(lines):
        parts = below(lines, at)
        if " x " not in line.rpartition(" = ")[2] or not parts:
            continue
        product = 1.0
        for part in parts:
            product *= numbers(part)
        factor = {"kWh IT": 1e-3, "gCO2e": 1.0}
        unit = 1.0
        if " kWh IT" in line and any(mark in line for mark in ("processors =", "storage (ssd) =")):
            unit = factor["kWh IT"]
        if "embodied carbon =" in line:
            unit = 1e3  # kg to g
        assert numbers(line) == pytest.approx(product * unit, rel=1e-3), line
        checked += 1
    assert checked >= 8


def test_the_sources_of_all_rows_are_named_with_year_and_licence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines = explained("aws_db_instance.orders", capsys)
    cells = [line.rpartition("; ")[2].rstrip("]") for line in lines if "[instances/" in line]
    listed = lines[lines.index("sources") + 1 :]
    for key in {key for cell in cells for key in cell.split("+")}:
        assert any(line.startswith(f"  {key}: ") for line in listed), key
    assert all(re.search(r", 20\d\d, ", line) for line in listed)


def test_a_tenant_says_where_it_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    lines = explained("Deployment/shop/web", capsys)
    assert any("runs on aws_eks_node_group.general: counted there" in line for line in lines)


def test_what_needs_no_energy_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "uses no energy of its own" in explained("aws_iam_role.nodes", capsys)[0]


def test_a_rule_shows_its_evidence_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(explained("query-in-loop", capsys))
    for word in ("evidence:", "instead", "found", "not found, and rightly so", "creedengo"):
        assert word in text


def test_a_misspelt_address_is_met_with_what_was_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert exit_code(["explain", "aws_db_instance.order", str(PLAN)]) == 2
    assert "did you mean aws_db_instance.orders" in capsys.readouterr().err
