"""Whole reports, byte by byte. `pytest tests/reports --update` rewrites them; read the difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from carbongate.model import Report
from carbongate.reports import json, markdown, text
from tests.reports import build, team

GOLDEN = Path(__file__).parent / "golden"
FORMATS = {"txt": text.render, "md": markdown.render, "json": json.render}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize(
    ("name", "report"),
    [
        pytest.param("pass", build.green(), id="a shop within its budget"),
        pytest.param("fail", build.red(), id="the shop over its budget, with findings"),
        pytest.param("first", build.shop(configured=False), id="the shop without a configuration"),
        pytest.param("hostile", team.hostile(), id="names that want to be something else"),
        pytest.param(
            "grown", team.grown(), id="a change that grows, loosens and meets every waiver"
        ),
        pytest.param("waived", team.let_pass(), id="a change that a waiver lets pass"),
        pytest.param("quiet", team.quiet(), id="a change that does nothing"),
        pytest.param("no-base", team.without_base(), id="a limit on growth without a base"),
        pytest.param("difference", team.apart(), id="a difference alone"),
    ],
)
def test_golden(name: str, report: Report, suffix: str, update: bool) -> None:
    path = GOLDEN / f"{name}.{suffix}"
    found = FORMATS[suffix](report).encode("utf-8")
    if update:
        GOLDEN.mkdir(exist_ok=True)
        path.write_bytes(found)
    assert found == path.read_bytes()
