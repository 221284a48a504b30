"""The page in a real browser: what its script does, and what people with a keyboard, a telephone or
a screen reader get. Skipped where there is no Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from carbongate.figure import Assumed, Figure, Unit
from carbongate.model import Report
from carbongate.reports.html import render
from tests.reports import build, team
from tests.reports.browser import Browser, axe, browser, missing
from tests.reports.tree import parsed

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

PHONE, DESK = (375, 800), (1280, 900)
ROWS = (
    "return [...document.querySelectorAll('#table-resources > tbody > tr')].map((r) => r.innerText)"
)
NAMES = "return [...document.querySelectorAll('#table-resources > tbody > tr > th > code')].map((c) => c.textContent)"
BETWEEN = re.compile(r"\s+(?=<)|(?<=>)\s+")
STATUS = "return document.querySelector('#resources .status').textContent"


def many() -> Report:
    """Three pages of resources in two stacks, with texts that come again and numbers of any size."""
    rows = [
        build.estimate(
            f"aws_instance.w{n:03}",
            stack="ab"[n % 2],
            kwh=(n * 37 % 121 + 0.37) * 10.0 ** (n % 5 - 2),
            basis="assumed" if n % 3 else "declared",
        )
        for n in range(121)
    ]
    return build.report([build.stack("a", rows[::2]), build.stack("b", rows[1::2])])


def scored() -> Report:
    """A long name, and scores with both ends of many digits."""
    rows = [build.estimate("aws_instance.web", stack="a", kwh=1234.5)]
    one = build.stack("a", rows, unit=build.unit("1k orders"))
    figure = Figure(0.000612, 0.00166, 0.00188, Unit.GRAM_PER_UNIT, Assumed("a guess of this test"))
    named = replace(one.stack, name="payments-and-invoices-production-eu-west-1")
    return build.report([replace(one, stack=named, sci=figure)])


REPORTS: dict[str, Callable[[], Report]] = {
    "red": build.red,
    "grown": team.grown,
    "many": many,
    "scored": scored,
    "hostile": team.hostile,
}


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all of them."""
    with browser(tmp_path_factory.mktemp("profile")) as found:
        yield found


@pytest.fixture
def shown(window: Browser, tmp_path: Path) -> Callable[..., Browser]:
    """Opens a report at a size and in a theme."""

    def show(name: str, size: tuple[int, int] = DESK, scheme: str = "light") -> Browser:
        file = tmp_path / "report.html"
        file.write_text(render(REPORTS[name]()), encoding="utf-8")
        window.size(*size)
        window.scheme(scheme)
        window.complaints()
        window.requested()
        window.open(file)
        return window

    return show


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["on a desk", "on a telephone"])
@pytest.mark.parametrize("name", REPORTS)
def test_the_page_is_quiet_fits_and_is_open_to_everybody(
    shown: Callable[..., Browser], name: str, size: tuple[int, int], scheme: str
) -> None:
    page = shown(name, size, scheme)
    assert page.complaints() == []
    assert {url.partition(":")[0] for url in page.requested()} <= {"file", "data"}
    assert len([url for url in page.requested() if url.startswith("file:")]) <= 1
    assert page.run("return document.documentElement.scrollWidth") <= size[0]
    source = axe()
    if not source:
        pytest.skip(
            "axe-core is not here: install axe-core-python, or let CARBONGATE_AXE name its axe.min.js"
        )
    page.run(source)
    found = page.wait_for("axe.run(document, {resultTypes: ['violations']})")
    grave = [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert grave == []


@pytest.mark.parametrize("width", [1200, 1300, 768, 390])
@pytest.mark.parametrize("name", ["red", "grown", "many", "scored"])
def test_no_number_is_cut_off(shown: Callable[..., Browser], name: str, width: int) -> None:
    page = shown(name, (width, 900))
    cut = (
        "const box = arguments[0] ? '' : ', .scroll';"
        "return [...document.querySelectorAll('td, td.number span, .ends, span.state' + box)]"
        ".filter((e) => getComputedStyle(e).overflowX !== 'visible' && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)"
        ".map((e) => e.id || e.innerText)"
    )
    moves = width == 768  # between the telephone and the desk a table may be moved
    assert page.run(cut, moves) == []


def test_a_name_stands_beside_the_triangle_that_opens_it(shown: Callable[..., Browser]) -> None:
    page = shown("grown", PHONE)
    apart = (
        "return [...document.querySelectorAll('button.open')].map((b) => [b.getBoundingClientRect().right,"
        " b.parentElement.querySelector('code, span').getBoundingClientRect().left])"
    )
    found = [(right, left) for right, left in page.run(apart) if right]
    assert found
    assert [pair for pair in found if pair[0] > pair[1] + 2] == []


def test_both_themes_are_there_and_can_be_chosen(shown: Callable[..., Browser]) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    page = shown("red", scheme="light")
    light = page.run(ground)
    dark = shown("red", scheme="dark").run(ground)
    assert light != dark
    choose = (
        "const s = document.querySelector('#tools select'); s.value = arguments[0];"
        "s.dispatchEvent(new Event('change'));"
    )
    page.run(choose, "light")
    assert page.run(ground) == light
    page.run(choose, "auto")
    assert page.run(ground) == dark


def test_the_script_draws_a_row_as_the_page_had_it(shown: Callable[..., Browser]) -> None:
    page = shown("many")
    html = "return document.querySelector('#table-resources > tbody').innerHTML"
    before = parsed(BETWEEN.sub("", page.run(html)))
    turn = (
        "for (const b of ['next', 'back']) document.querySelector(`#resources button.${b}`).click()"
    )
    page.run(turn)
    after = parsed(BETWEEN.sub("", page.run(html)))
    assert len(after.children) == 50
    assert after == before


def test_a_column_is_sorted_by_its_numbers_both_ways(shown: Callable[..., Browser]) -> None:
    page = shown("many")
    largest = page.run(NAMES)
    click = "document.querySelectorAll('#table-resources thead button')[4].click()"
    state = (
        "return document.querySelectorAll('#table-resources thead th')[4].getAttribute('aria-sort')"
    )
    page.run(click)
    assert (page.run(state), page.run(NAMES)) == ("descending", largest)
    page.run(click)
    rows = sorted(
        (
            (row.resource.address, sum(p.operational.best + p.embodied.best for p in row.parts))
            for stack in many().stacks
            for row in stack.estimates
        ),
        key=lambda pair: pair[1],
    )
    assert page.run(state) == "ascending"
    assert page.run(NAMES) == [name for name, _ in rows[:50]]


def test_a_column_is_sorted_by_its_words(shown: Callable[..., Browser]) -> None:
    page = shown("many")
    page.run("document.querySelectorAll('#table-resources thead button')[0].click()")
    assert page.run(NAMES) == [f"aws_instance.w{n:03}" for n in range(50)]


def test_pages_are_turned_to_the_end(shown: Callable[..., Browser]) -> None:
    page = shown("many")
    assert page.run(STATUS) == "1 to 50 of 121"
    page.run(
        "for (let n = 0; n < 2; n += 1) document.querySelector('#resources button.next').click()"
    )
    assert page.run(STATUS) == "101 to 121 of 121"
    assert len(page.run(ROWS)) == 21
    assert page.run("return document.querySelector('#resources button.next').disabled")


def test_rows_are_filtered_by_text_and_by_word(shown: Callable[..., Browser]) -> None:
    page = shown("many")
    page.run(
        "const i = document.querySelector('#resources input'); i.value = 'W11'; i.dispatchEvent(new Event('input'))"
    )
    assert page.run(STATUS) == "1 to 10 of 10 (of 121)"
    page.run(
        "const s = [...document.querySelectorAll('#resources .controls select')].find((s) => s.options[0].text.startsWith('stack'));"
        "s.selectedIndex = 1; s.dispatchEvent(new Event('change'))"
    )
    assert page.run(STATUS) == "1 to 5 of 5 (of 121)"
    assert all(int(name[-1]) % 2 == 0 for name in page.run(NAMES))


def test_a_row_is_opened_and_closed_with_the_keyboard_alone(shown: Callable[..., Browser]) -> None:
    page = shown("red")
    page.run("document.querySelector('#table-resources tbody button.open').focus()")
    page.press("\ue007")
    opened = page.run("return document.querySelector('#table-resources tr.opened').innerText")
    assert "carbongate explain aws_db_instance.orders" in opened
    assert "compute" in opened
    assert "infra/prod/plan.json" in opened
    expanded = "return document.activeElement.getAttribute('aria-expanded')"
    assert page.run(expanded) == "true"
    page.press(" ")
    assert page.run(expanded) == "false"
    assert page.run("return document.querySelectorAll('tr.opened').length") == 0


def test_the_first_thing_to_reach_is_the_way_past_the_contents(
    shown: Callable[..., Browser],
) -> None:
    page = shown("red")
    page.press("\ue004")
    assert page.run("return document.activeElement.className") == "skip"
    page.press("\ue007")
    assert page.run("return document.activeElement.id") == "main"


def test_without_a_script_the_verdict_the_budgets_and_the_largest_are_there(
    shown: Callable[..., Browser], window: Browser
) -> None:
    window.script(enabled=False)
    try:
        page = shown("many")
        text = page.devtools("DOM.getDocument", depth=-1)
        outer = page.devtools("DOM.getOuterHTML", nodeId=text["root"]["nodeId"])["outerHTML"]
    finally:
        window.script(enabled=True)
    assert "<button" not in outer.partition("<script")[0]
    assert outer.count('<th scope="row" class="code"><code>aws_instance.w') == 50


def test_printed_pages_show_what_was_folded(shown: Callable[..., Browser]) -> None:
    page = shown("red")
    open_ones = "return [document.querySelectorAll('details').length, document.querySelectorAll('details[open]').length]"
    every, before = page.run(open_ones)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert page.run(open_ones) == [every, every]
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run(open_ones) == [every, before]
