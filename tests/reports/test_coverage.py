"""The page of what was understood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carbongate.reports.coverage import page
from tests.reports import build


@pytest.mark.parametrize("name", ["a\n::error::b", "\x1b[31mred", "\u202egnp", "\r\nover"])
def test_the_name_of_a_stack_stays_a_name(name: str) -> None:
    report = build.red()
    first, *others = report.stacks
    odd = replace(first, stack=replace(first.stack, name=name))
    text = page(replace(report, stacks=(odd, *others)))
    assert all(character.isprintable() or character == "\n" for character in text)
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
