"""The badge: what it says, that it fits, and that everybody can read it."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given, settings

from carbongate.model import Report
from carbongate.reports import badge
from tests.reports import build, formats
from tests.reports.strategies import reports

SVG = "{http://www.w3.org/2000/svg}"


def read(report: Report) -> Element:
    """The root of the picture."""
    return fromstring(badge.render(report))  # noqa: S314 - our own text


def texts(report: Report) -> list[str]:
    """What its fields say."""
    return [node.text or "" for node in read(report).iter(f"{SVG}text")]


def title(report: Report) -> str:
    """What a screen reader says."""
    return next(node.text or "" for node in read(report).iter(f"{SVG}title"))


@pytest.mark.parametrize(
    ("report", "said"),
    [
        pytest.param(build.green(), "pass · 2.63 gCO2e per 1k requests", id="a score"),
        pytest.param(build.red(), "fail · 2.63 gCO2e per 1k requests", id="a run that fails"),
        pytest.param(formats.warned(), "would fail · 2.63 gCO2e per 1k requests", id="mode warn"),
        pytest.param(formats.empty(), "nothing to look at", id="nothing there"),
        pytest.param(formats.unestimated(), "undecided", id="nothing estimated"),
        pytest.param(formats.estimate(), "estimate · 2.63 gCO2e per 1k requests", id="an estimate"),
        pytest.param(
            build.report(
                [build.stack("a", [build.estimate("a")]), build.stack("b", [build.estimate("b")])]
            ),
            "pass · 75.7 kgCO2e/month",
            id="the total of several stacks",
        ),
    ],
)
def test_it_says_the_verdict_and_one_number_with_their_date(report: Report, said: str) -> None:
    assert texts(report) == ["carbon", said, "2026-11-20"]


def test_without_a_date_there_is_none() -> None:
    made = build.green()
    undated = replace(made, fingerprint=replace(made.fingerprint, date=""))
    assert len(texts(undated)) == 2


def test_its_title_has_the_ranges_and_what_made_them() -> None:
    said = title(build.red())
    assert said.startswith(
        "carbongate: fail, 2.63 gCO2e per 1k requests (1.51 to 3.68), 111 kgCO2e/month ("
    )
    assert said.endswith("2026-11-20, dataset carbongate-2026.11, carbongate 0.1.0")
    root = read(build.red())
    assert (root.attrib["role"], root.attrib["aria-label"]) == ("img", said)


@pytest.mark.parametrize("report", formats.CASES)
def test_its_fields_stand_side_by_side_and_hold_their_texts(report: Report) -> None:
    root = read(report)
    (frame, *fields), at = list(root.iter(f"{SVG}rect")), 0.0
    for field, text in zip(fields, root.iter(f"{SVG}text"), strict=True):
        assert float(field.attrib["x"]) == at
        at += float(field.attrib["width"])
        assert float(text.attrib["textLength"]) < float(field.attrib["width"])
        assert text.text
    assert float(root.attrib["width"]) == float(frame.attrib["width"]) == at
    assert at < 700


@pytest.mark.parametrize("colour", sorted({badge.GREY, *badge.COLOURS.values()}))
def test_white_on_every_colour_can_be_read(colour: str) -> None:
    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert 1.05 / (luminance + 0.05) >= 5


def linear(part: float) -> float:
    """A part of a colour, as WCAG weighs it."""
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("report", formats.CASES)
def test_it_loads_nothing_and_runs_nothing(report: Report) -> None:
    text = badge.render(report)
    assert not re.search(formats.COMMANDS, text)
    assert re.findall(r"url\([^)]*\)", text) == ["url(#carbongate)"]
    for node in read(report).iter():
        assert not [name for name in node.attrib if name.startswith("on") or name.endswith("href")]
    tags = {node.tag.removeprefix(SVG) for node in read(report).iter()}
    assert tags == {"svg", "title", "clipPath", "rect", "g", "text"}


@settings(deadline=None)
@given(reports())
def test_any_report_makes_a_picture(report: Report) -> None:
    read(report)
