"""The HTML page: sound as a document, inert whatever its texts hold, and of one mind with the JSON."""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings

from carbongate.model import Report, Skipped, Verdict, Where
from carbongate.reports.contract import document
from carbongate.reports.html import page, render
from carbongate.reports.html_parts.table import STATIC
from carbongate.reports.html_parts.words import words
from carbongate.reports.plain import UNSEEN, visible
from carbongate.words import number
from tests.reports import build, team
from tests.reports.strategies import reports
from tests.reports.tree import Element, parsed

REPORTS: dict[str, Callable[[], Report]] = {
    "a shop within its budgets": build.green,
    "a shop over its budget": build.red,
    "a pull request that grows": team.grown,
    "a pull request that changes nothing": team.quiet,
    "a difference alone": team.apart,
    "limits on growth without a base": team.without_base,
    "nasty names": build.hostile,
    "nasty names on both sides": team.hostile,
    "nothing at all": lambda: build.report(verdict=Verdict("empty", (), 3, 3, ())),
}
TAGS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "link",
        "style",
        "body",
        "a",
        "svg",
        "defs",
        "pattern",
        "rect",
        "header",
        "p",
        "div",
        "nav",
        "ul",
        "li",
        "main",
        "section",
        "h1",
        "h2",
        "span",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
        "b",
        "pre",
        "figure",
        "time",
        "figcaption",
        "foreignobject",
        "text",
        "footer",
        "script",
    ]
)


@pytest.fixture(params=REPORTS.values(), ids=list(REPORTS))
def tree(request: pytest.FixtureRequest) -> Element:
    """The page of each kind of report."""
    return parsed(render(request.param()))


def data(tree: Element) -> Any:
    """What the page's script reads."""
    return json.loads(tree.by_id("data").text)


def cells(table: Any, title: str) -> list[Any]:
    """A column of a table of the page's data."""
    column = next(each for each in table["columns"] if each["title"] == title)
    if "at" in column:
        return [column["words"][at] for at in column["at"]]
    return list(column["values"])


# ---- the document ------------------------------------------------------------------------------


def test_it_is_a_whole_document_in_one_language(tree: Element) -> None:
    html = tree.first("html")
    assert html.attributes["lang"] == "en"
    assert tree.first("title").text
    assert [each.tag for each in html.children if isinstance(each, Element)] == ["head", "body"]


def test_ids_are_unique_and_every_reference_has_its_target(tree: Element) -> None:
    ids = Counter(e.attributes["id"] for e in tree.every() if "id" in e.attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    wanted = [
        e.attributes["aria-labelledby"] for e in tree.every() if "aria-labelledby" in e.attributes
    ]
    wanted += [a.attributes["href"].removeprefix("#") for a in tree.every("a")]
    assert [name for name in wanted if name not in ids] == []


def test_headings_go_down_one_step_at_a_time(tree: Element) -> None:
    headings = [each.tag for each in tree.every("h1", "h2", "h3", "h4")]
    assert headings[0] == "h1"
    assert set(headings[1:]) == {"h2"}


def test_landmarks_are_there_once(tree: Element) -> None:
    found = Counter(each.tag for each in tree.every("header", "nav", "main", "footer"))
    assert found == {"header": 1, "nav": 1, "main": 1, "footer": 1}
    skip = next(tree.every("a"))
    assert skip.attributes == {"class": "skip", "href": "#main"}


def test_tables_have_a_caption_and_heads_with_a_scope(tree: Element) -> None:
    for table in tree.every("table"):
        assert table.first("caption").text.strip()
        heads = [head.attributes.get("scope") for head in table.first("thead").every("th")]
        assert set(heads) == {"col"}
        for row in table.first("tbody").every("tr"):
            tags = [
                (e.tag, e.attributes.get("scope")) for e in row.children if isinstance(e, Element)
            ]
            assert tags == [("th", "row"), *[("td", None)] * (len(heads) - 1)]


def test_drawings_are_named_or_hidden(tree: Element) -> None:
    inside = {id(each) for svg in tree.every("svg") for each in svg.every("svg")}
    for svg in (each for each in tree.every("svg") if id(each) not in inside):
        told = svg.attributes
        if told.get("role") == "img":
            assert told.get("aria-label") or told.get("aria-labelledby")
        else:
            assert told["aria-hidden"] == "true"


def test_lists_hold_nothing_but_entries(tree: Element) -> None:
    for each in tree.every("ul"):
        assert {e.tag for e in each.children if isinstance(e, Element)} <= {"li"}
        assert not "".join(e for e in each.children if isinstance(e, str)).strip()


# ---- no network, nothing alive -----------------------------------------------------------------


def test_nothing_is_loaded_and_nothing_runs_but_what_the_policy_knows(tree: Element) -> None:
    for each in tree.every():
        assert each.tag in TAGS
        for name, value in each.attributes.items():
            assert not name.startswith("on")
            assert name not in {
                "style",
                "src",
                "srcset",
                "action",
                "formaction",
                "data",
                "xlink:href",
            }
            if name == "href":
                assert value.startswith("#") or value == "data:,"
    script = next(s for s in tree.every("script") if "type" not in s.attributes)
    (style,) = tree.every("style")
    (policy,) = [
        meta.attributes["content"]
        for meta in tree.every("meta")
        if meta.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src '{digest(style.text)}'; "
        f"script-src '{digest(script.text)}'; base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in re.sub(r"url\(#\w+\)", "", style.text)
    assert "@import" not in style.text
    assert not re.search(
        r"fetch\(|XMLHttp|WebSocket|import\(|innerHTML|insertAdjacent|eval\(", script.text
    )


def digest(text: str) -> str:
    """As a policy writes it."""
    return f"sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}"


NASTY = (
    build.HOSTILE,
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]></title></style>",
    "{{ 7 * 7 }}{% include 'x' %}${7*7}",
    "\u202e\u2066abc\u2028\u2029\x00",
    "' onmouseover='alert(1)' \" autofocus onfocus=alert(1) x=\"",
    "a" * 10_000,
    "\ud800",
    "&lt;b&gt;&amp;",
)


def nasty(text: str) -> Report:
    """A report in which a repository chose one text for everything that it may choose."""
    row = build.estimate(text, text, machine=text, region=text, path=text, stack=text)
    skipped = Skipped(text + "1", text, Where(text, 3), text, True)
    one = build.stack(
        text, [row, replace(row, tenant_of=text)], skipped=[skipped], unit=build.unit(text)
    )
    return build.report(
        [one],
        findings=[build.finding(text, 1, text, message=text)],
        judgements=[replace(build.judgement(text, "total", None, 1, text, "fail"), stacks=(text,))],
        verdict=Verdict("fail", (text,), 1, 1, ()),
        notes=(text,),
        configured=False,
    )


@pytest.mark.parametrize("text", NASTY, ids=[repr(text[:20]) for text in NASTY])
def test_no_text_of_a_repository_comes_alive(text: str) -> None:
    html = render(nasty(text))
    html.encode()
    tree = parsed(html)
    quiet = parsed(render(nasty("name")))
    assert Counter(e.tag for e in tree.every()) - Counter({"details": 9}) <= Counter(
        e.tag for e in quiet.every()
    ) + Counter({"code": 99, "b": 9})
    assert {name for e in tree.every() for name in e.attributes} <= {
        name for e in quiet.every() for name in e.attributes
    } | {"title"}
    assert not UNSEEN.search(html.replace("\n", ""))
    assert "49" not in tree.first("h1").text
    assert cells(data(tree)["resources"], "resource") == [visible(text)]


def test_what_is_too_long_for_its_row_is_whole_in_the_data_and_short_in_sight() -> None:
    tree = parsed(render(nasty("a" * 10_000)))
    shown = tree.by_id("table-resources").first("tbody").first("code")
    assert len(shown.text) < 200
    assert shown.attributes["title"] == "a" * 10_000


@settings(max_examples=40, deadline=None)
@given(reports())
def test_any_report_makes_a_sound_page(report: Report) -> None:
    html = render(report)
    html.encode()
    assert not UNSEEN.search(html.replace("\n", ""))
    assert {each.tag for each in parsed(html).every()} <= TAGS


# ---- of one mind with the JSON -----------------------------------------------------------------


@pytest.mark.parametrize("make", REPORTS.values(), ids=REPORTS.keys())
def test_every_entry_of_the_json_is_in_the_page(make: Callable[[], Report]) -> None:
    found, known = data(parsed(render(make()))), document(make())
    counted = [row for row in known["resources"] if row["tenant_of"] is None]
    for name, rows in (
        ("resources", counted),
        ("tenants", [row for row in known["resources"] if row["tenant_of"] is not None]),
        ("findings", known["findings"]),
        ("skipped", known["skipped"]),
        ("carbon-free", known["carbon_free"]),
        ("assumptions", known["assumptions"]),
        ("waivers", known["waivers"]),
        ("loosened", known["loosened"]),
        ("sources", known["sources"]),
        ("coefficients", known["coefficients"]),
        ("plans", known["plans"]),
        ("stacks", known["stacks"]),
        ("changes", known["diff"]["changes"] if known["diff"] else []),
    ):
        first = found[name]["columns"][0]["title"] if rows else ""
        assert len(cells(found[name], first) if rows else []) == len(rows)
        assert bool(rows) == (name in found)


def test_the_numbers_are_those_of_the_json_the_largest_first() -> None:
    tree, known = parsed(render(build.red())), document(build.red())
    rows = sorted(
        (row for row in known["resources"] if row["tenant_of"] is None),
        key=lambda row: -row["carbon_kg"]["best"],
    )
    table = data(tree)["resources"]
    assert cells(table, "resource") == [row["address"] for row in rows]
    assert cells(table, "kgCO2e") == [number(row["carbon_kg"]["best"]) for row in rows]
    assert [each[3] for each in cells(table, "low · best · high")] == [
        f"{number(row['carbon_kg']['low'])} to {number(row['carbon_kg']['high'])}" for row in rows
    ]


def test_the_rows_in_the_page_are_the_first_of_its_data() -> None:
    made = build.report(
        [build.stack("a", [build.estimate(f"r{n}", stack="a", kwh=n + 1) for n in range(120)])]
    )
    tree = parsed(render(made))
    rows = [
        row.first("code").text for row in tree.by_id("table-resources").first("tbody").every("tr")
    ]
    assert rows == [f"r{n}" for n in range(119, 119 - STATIC, -1)]
    assert rows == cells(data(tree)["resources"], "resource")[:STATIC]
    assert "the first 50 of 120" in tree.by_id("table-resources").first("caption").text


def test_the_verdict_and_its_exit_code_stand_first() -> None:
    tree = parsed(render(build.red()))
    section = next(tree.first("main").every("section"))
    assert section.first("h1").text == "FAIL prod-total is 22.8 % over its limit, and 1 more limit"
    assert section.first("p").text == "Exit code 1: the gate says no."
    assert section.attributes["class"] == "verdict v-fail"


@pytest.mark.parametrize(
    ("make", "state"),
    [
        pytest.param(build.green, "pass", id="a limit that is kept is green"),
        pytest.param(build.shop, "off", id="no limit at all is no reason for green"),
        pytest.param(team.apart, "off", id="a difference is held against nothing"),
        pytest.param(
            lambda: replace(build.red(), verdict=replace(build.red().verdict, exit_code=0)),
            "warn",
            id="what is not enforced warns",
        ),
    ],
)
def test_the_colour_of_the_verdict(make: Callable[[], Report], state: str) -> None:
    section = next(parsed(render(make())).first("main").every("section"))
    assert section.attributes["class"] == f"verdict v-{state}"


def test_sections_come_in_the_order_in_which_a_reader_asks() -> None:
    tree = parsed(render(team.grown()))
    ids = [e.attributes.get("id", "verdict") for e in tree.first("main").every("section")]
    assert ids[:6] == ["verdict", "loosened", "budgets", "change", "todo", "carbon"]
    assert ids[-1] == "fingerprint"
    assert [a.attributes["href"][1:] for a in tree.first("nav").every("a")] == ids


def test_our_data_stand_apart_from_the_change() -> None:
    section = parsed(render(team.grown())).by_id("change")
    told = [each.text for each in section.every("p")]
    assert told[0].startswith("+24.5 kgCO2e a month (11.4 to 36.8) against 4f0c2d9a1b7e.")
    assert told[1].startswith("Our data, not this change: -1.2 kgCO2e a month (-3 to -0.4).")


def test_a_stack_without_an_estimate_is_no_zero() -> None:
    made = build.report([build.stack("a", [], skipped=build.SKIPPED, unit=build.unit())])
    tree = parsed(render(made))
    table = data(tree)["stacks"]
    assert cells(table, "kgCO2e") == ["nothing estimated"]
    assert "0 kgCO2e" not in render(made)
    assert "carbon a month" in [each.text for each in tree.every("dt")]


def test_what_a_waiver_lets_pass_says_so_beside_its_limit() -> None:
    tree = parsed(render(team.let_pass()))
    first = next(tree.by_id("budgets").every("li"))
    texts = [
        e.text
        for e in first.every("span")
        if e.attributes.get("class") in ("room", "state s-waived")
    ]
    assert texts == ["waived", "15.5 over, W-1 allows 30"]


# ---- the same bytes, and not too many ----------------------------------------------------------


def test_the_same_report_gives_the_same_bytes_in_any_order() -> None:
    report = build.red()
    turned = replace(
        report,
        stacks=tuple(
            replace(
                found,
                estimates=found.estimates[::-1],
                skipped=found.skipped[::-1],
                free=found.free[::-1],
            )
            for found in report.stacks[::-1]
        ),
        findings=report.findings[::-1],
        assumptions=report.assumptions[::-1],
        sources=report.sources[::-1],
    )
    assert render(turned) == render(report) == render(build.red())


def test_five_thousand_resources_stay_below_three_megabytes() -> None:
    rows = [
        build.estimate(
            f"module.shop_{n % 40}.aws_instance.worker[{n}]",
            stack=f"shop-{n % 7}",
            kwh=1 + n % 977 / 7,
            kilograms=n % 311,
            path=f"infra/{n % 7}/plan.json",
        )
        for n in range(5_000)
    ]
    stacks = [build.stack(f"shop-{k}", rows[k::7]) for k in range(7)]
    html = render(build.report(stacks))
    assert len(cells(data(parsed(html))["resources"], "resource")) == 5_000
    assert len(html.encode()) < 3_000_000


def test_an_older_document_of_the_same_version_makes_a_page() -> None:
    known = document(team.grown())
    for name in (
        "command",
        "notes",
        "methods",
        "coefficients",
        "plans",
        "waivers",
        "loosened",
        "diff",
    ):
        del known[name]
    tree = parsed(page(known, words(team.grown())))
    assert tree.first("h1").text.startswith("FAIL")
