"""Under `policy: base` nothing that a change says of its own gate lets more pass."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carbongate.config import Config, load
from carbongate.config.loosened import loosened
from carbongate.config.policy import held, held_waivers
from carbongate.config.waivers import waiver as written
from carbongate.model import Waiver
from tests.test_config import WHOLE

BASE = """\
version: 1
policy: base
mode: enforce
functional_unit: {name: order, per_month: 420}
stacks:
  - {name: shop, labels: {env: prod}, manifests: [infra/shop, deploy/shop], regions: {aws: us-east-1}}
  - {name: api, labels: {env: prod}, manifests: [infra/api], runs_on: shop}
usage:
  "*": {cpu: 50%}
budgets:
  - {id: b, match: {env: prod}, total: 120 kgCO2e/month, sci: 3 gCO2e/unit, findings: {error: 0}}
code: {paths: [src, lib]}
"""


def everything(path: str) -> bool:
    return True


def file(text: str) -> Config:
    return load(text, "carbongate.yaml")


def changed(*pairs: tuple[str, str]) -> Config:
    """The base with other words in the place of some."""
    text = BASE
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return file(text)


def in_force(head: Config, base: Config | None = None, gone: tuple[str, ...] = ()) -> Config:
    return held(base or file(BASE), head, lambda path: path not in gone)


def manifests(config: Config) -> dict[str, tuple[str, ...]]:
    return {one.name: one.manifests for one in config.stacks}


# ---- whose configuration holds -------------------------------------------------------------------


def test_without_the_policy_the_head_decides() -> None:
    base, head = changed(("policy: base\n", "")), changed(("120 kg", "500 kg"))
    assert held(base, head, everything) is head


@pytest.mark.parametrize("text", [BASE, WHOLE.replace("policy: head", "policy: base")])
def test_what_does_not_change_holds_as_it_is(text: str) -> None:
    config = file(text)
    assert held(config, config, everything) == config


@pytest.mark.parametrize(
    "pair",
    [
        pytest.param(("policy: base\n", ""), id="the line itself is dropped"),
        pytest.param(("mode: enforce", "mode: report"), id="the mode"),
        pytest.param(("120 kg", "500 kg"), id="a limit"),
        pytest.param(("error: 0", "error: 9"), id="findings"),
        pytest.param(("per_month: 420", "per_month: 9000"), id="the functional unit"),
        pytest.param(("cpu: 50%", "cpu: 5%"), id="the load"),
        pytest.param(("us-east-1", "eu-north-1"), id="the region"),
        pytest.param(("paths: [src, lib]", "paths: [src]"), id="the code that is read"),
        pytest.param(("code: {", "code: {disable: [query-in-loop], "), id="a rule"),
        pytest.param(("code: {", "code: {fail_on: 'off', "), id="what fails"),
        pytest.param(
            ("version: 1\n", "version: 1\nestimate: {dataset: ccf-2024}\n"), id="the data"
        ),
        pytest.param(("budgets:", "resources: {'*': {watts: 1 W}}\nbudgets:"), id="an override"),
        pytest.param(
            ("manifests: [infra/shop, deploy/shop]", "manifests: [infra/shop]"), id="a manifest"
        ),
        pytest.param((", runs_on: shop", ""), id="a host"),
        pytest.param(
            ("name: shop, labels: {env: prod}", "name: shop, labels: {env: prod, team: x}"),
            id="a label",
        ),
    ],
)
def test_what_the_head_says_of_what_the_base_decides_does_not_count(pair: tuple[str, str]) -> None:
    assert in_force(changed(pair)) == file(BASE)


def test_a_configuration_that_is_deleted_still_holds() -> None:
    assert in_force(Config(dataset=file(BASE).dataset)) == file(BASE)


# ---- stacks --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pairs", "gone", "expected"),
    [
        pytest.param(
            (("infra/api]", "infra/api, deploy/api]"),),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api", "deploy/api")},
            id="a manifest more of a known stack",
        ),
        pytest.param(
            (("infra/api]", "infra]"),),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api",)},
            id="a folder that would take from another stack",
        ),
        pytest.param(
            (("infra/shop, deploy/shop]", "infra/shop, deploy]"),),
            (),
            {"shop": ("infra/shop", "deploy"), "api": ("infra/api",)},
            id="a wider folder of its own",
        ),
        pytest.param(
            (("infra/shop, deploy/shop]", "infra/shop, deploy/store]"),),
            ("deploy/shop",),
            {"shop": ("infra/shop", "deploy/store"), "api": ("infra/api",)},
            id="a folder with another name",
        ),
        pytest.param(
            (
                (
                    "  - {name: api, labels: {env: prod}, manifests: [infra/api], runs_on: shop}\n",
                    "",
                ),
            ),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api",)},
            id="a stack that the head does not name any more",
        ),
        pytest.param(
            (
                (
                    "  - {name: api, labels: {env: prod}, manifests: [infra/api], runs_on: shop}\n",
                    "",
                ),
            ),
            ("infra/api",),
            {"shop": ("infra/shop", "deploy/shop")},
            id="a stack whose files are deleted",
        ),
        pytest.param(
            (("name: api", "name: other"),),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api",)},
            id="another name for what is known",
        ),
        pytest.param(
            (("usage:", "  - {name: new, manifests: [infra/new]}\nusage:"),),
            (),
            {
                "shop": ("infra/shop", "deploy/shop"),
                "api": ("infra/api",),
                "new": ("infra/new",),
            },
            id="a new stack",
        ),
        pytest.param(
            (("usage:", "  - {name: new, manifests: [.github/workflows]}\nusage:"),),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api",)},
            id="a new stack that would take the workflows from the pipeline",
        ),
        pytest.param(
            (("usage:", "  - {name: new, manifests: [.]}\nusage:"),),
            (),
            {"shop": ("infra/shop", "deploy/shop"), "api": ("infra/api",)},
            id="a new stack that would take everything",
        ),
    ],
)
def test_stacks_keep_what_they_have_and_gain_what_is_new(
    pairs: tuple[tuple[str, str], ...], gone: tuple[str, ...], expected: dict[str, tuple[str, ...]]
) -> None:
    assert manifests(in_force(changed(*pairs), gone=gone)) == expected


def test_a_host_that_is_deleted_carries_nothing() -> None:
    found = in_force(file(BASE), gone=("infra/shop", "deploy/shop"))
    assert [(one.name, one.runs_on) for one in found.stacks] == [("api", None)]


def test_where_stacks_are_found_by_themselves_the_head_names_none() -> None:
    base = file("version: 1\npolicy: base\nbudgets: [{id: b, total: 9 kg/month}]")
    head = file("version: 1\nstacks: [{name: small, manifests: [infra/small]}]")
    assert in_force(head, base).stacks == ()


@pytest.mark.parametrize(
    ("labels", "unit"),
    [
        pytest.param("env: prod", "order", id="a score of the base takes it in"),
        pytest.param("env: test", "job", id="no score of the base takes it in"),
    ],
)
def test_a_new_stack_keeps_its_unit_unless_the_base_scores_it(labels: str, unit: str) -> None:
    base = file(BASE)
    new = replace(
        base.stacks[0],
        name="new",
        labels=dict([labels.split(": ")]),
        manifests=("infra/new",),
        functional_unit=replace(base.functional_unit, name="job") if base.functional_unit else None,
    )
    found = held(base, replace(base, stacks=(*base.stacks, new)), everything)
    assert found.stacks[-1].name == "new"
    stated = found.unit("new")
    assert stated is not None
    assert stated.name == unit


# ---- budgets -------------------------------------------------------------------------------------


def ids(config: Config) -> list[str]:
    return [one.id for one in config.budgets]


def test_a_new_budget_adds_its_limits() -> None:
    found = in_force(
        changed(("code:", "  - {id: new, match: {stack: api}, total: 1 kg/month}\ncode:"))
    )
    assert ids(found) == ["b", "new"]


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        pytest.param("{id: n, level: 'off', total: 1 kg/month}", None, id="one that is off"),
        pytest.param(
            "{id: n, total: 1 kg/month, findings: {error: 99}}",
            {"error": 99},
            id="findings that a budget of the base limits too",
        ),
        pytest.param(
            "{id: n, total: 1 kg/month, findings: {warning: 99}}",
            {"warning": 99},
            id="findings that fail nothing on the base",
        ),
    ],
)
def test_a_new_budget_only_tightens(new: str, kept: dict[str, int] | None) -> None:
    found = in_force(changed(("code:", f"  - {new}\ncode:")))
    assert [dict(one.findings) for one in found.budgets[1:]] == ([] if kept is None else [kept])


def test_a_new_budget_takes_no_findings_from_fail_on() -> None:
    base = changed((", findings: {error: 0}", ""))
    head = replace(base, budgets=(*base.budgets, *file(BASE.replace("id: b,", "id: n,")).budgets))
    found = held(base, head, everything)
    assert [dict(one.findings) for one in found.budgets] == [{}, {}]
    assert found.budgets[1].total is not None


def test_a_new_budget_over_a_label_that_does_not_count_yet_is_left_out() -> None:
    head = changed(
        ("name: api, labels: {env: prod}", "name: api, labels: {env: prod, team: x}"),
        ("code:", "  - {id: new, match: {team: x}, total: 1 kg/month, findings: {hint: 3}}\ncode:"),
    )
    found = in_force(head)
    assert ids(found) == ["b", "new"]
    new = found.budgets[1]
    assert (dict(new.match), new.total, dict(new.findings)) == ({}, None, {"hint": 3})


def test_a_new_score_with_a_unit_that_does_not_count_is_left_out() -> None:
    head = changed(
        ("per_month: 420", "per_month: 9000"),
        ("code:", "  - {id: new, match: {env: prod}, sci: 1 g/unit, total: 9 kg/month}\ncode:"),
    )
    new = in_force(head).budgets[1]
    assert (new.id, new.sci) == ("new", None)
    assert new.total is not None


def test_a_budget_whose_stacks_are_deleted_keeps_its_limits_on_findings() -> None:
    (one,) = in_force(file(BASE), gone=("infra/shop", "deploy/shop", "infra/api")).budgets
    assert (one.id, dict(one.match), one.total) == ("b", {}, None)
    assert dict(one.findings) == {"error": 0}


# ---- code and waivers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "gone", "expected"),
    [
        ("[src, lib]", (), ("src", "lib")),
        ("[src]", (), ("src", "lib")),
        ("[src, core]", ("lib",), ("src", "core")),
        ("[core]", ("src", "lib"), ()),
    ],
    ids=["the same", "less is read", "a folder is called otherwise", "all is new: all is read"],
)
def test_code_that_was_read_is_read(
    paths: str, gone: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    head = changed(("paths: [src, lib]", f"paths: {paths}"))
    assert in_force(head, gone=gone).code.paths == expected


def waiver(id: str, until: str = "2026-12-05") -> Waiver:  # noqa: A002, a waiver has an id
    return written({"id": id, "scope": "b", "reason": "r", "owner": "o", "until": until})


def test_the_waivers_of_the_base_hold_as_they_stand_there() -> None:
    there, new = waiver("W-1"), waiver("W-2")
    longer = waiver("W-1", "2027-02-01")
    assert held_waivers(file(BASE), [there], [longer, new]) == ((there, new), frozenset({"W-1"}))
    assert held_waivers(file(BASE), [there], []) == ((there,), frozenset({"W-1"}))
    head = changed(("policy: base\n", ""))
    assert held_waivers(head, [there], [longer, new]) == ((longer, new), None)


# ---- laws ----------------------------------------------------------------------------------------

LIMITS = (
    "total: {} kg/month",
    "sci: {} g/unit",
    "ratchet: {{slack: {}%}}",
    "increase: {{max: {}%}}",
)
numbers = st.integers(1, 99)


@st.composite
def configurations(draw: st.DrawFn) -> Config:
    """Configurations of one repository, one like the other and yet not the same."""
    lines = ["version: 1", f"policy: {draw(st.sampled_from(('base', 'head')))}"]
    lines.append(f"mode: {draw(st.sampled_from(('report', 'warn', 'enforce')))}")
    lines.append(f"functional_unit: {{name: order, per_month: {draw(numbers)}}}")
    names = draw(st.lists(st.sampled_from("abcd"), min_size=1, unique=True))
    folders = draw(st.permutations(["infra/a", "infra/b", "deploy", "infra/c/d"]))
    lines.append("stacks:")
    envs = {}
    for name, folder in zip(names, folders, strict=False):
        envs[name] = draw(st.sampled_from(("prod", "test")))
        lines.append(f"  - {{name: {name}, labels: {{env: {envs[name]}}}, manifests: [{folder}]}}")
    lines.append(f'usage: {{"*": {{cpu: {draw(numbers)}%}}}}')
    lines.append("budgets:")
    for number in draw(st.lists(st.sampled_from("xyz"), min_size=1, unique=True)):
        env = draw(st.sampled_from(sorted(set(envs.values()))))
        limits = [
            one.format(draw(numbers)) for one in draw(st.sets(st.sampled_from(LIMITS), min_size=1))
        ]
        limits.append(
            f"findings: {{{draw(st.sampled_from(('error', 'warning')))}: {draw(numbers)}}}"
        )
        level = draw(st.sampled_from(("error", "warn")))
        lines.append(
            f"  - {{id: {number}, match: {{env: {env}}}, level: {level}, {', '.join(limits)}}}"
        )
    paths = draw(st.lists(st.sampled_from(("src", "lib", "core")), min_size=1, unique=True))
    lines.append(
        f"code: {{paths: [{', '.join(paths)}], new_only: {draw(st.sampled_from(('true', 'false')))}}}"
    )
    return file("\n".join(lines))


@settings(max_examples=200)
@given(configurations(), configurations())
def test_whatever_the_head_says_nothing_of_the_base_becomes_looser(
    base: Config, head: Config
) -> None:
    base = replace(base, policy="base")
    found = held(base, head, everything)
    assert loosened(base, found) == ()
    assert {one.id for one in base.budgets} <= {one.id for one in found.budgets}


@settings(max_examples=100)
@given(configurations())
def test_a_configuration_held_to_itself_is_itself(config: Config) -> None:
    base = replace(config, policy="base")
    found = held(base, base, everything)
    assert replace(found, digest="") == replace(base, digest="")


def test_the_head_of_one_change_is_a_base_that_is_held_in_the_next() -> None:
    first = in_force(changed(("usage:", "  - {name: new, manifests: [infra/new]}\nusage:")))
    assert held(first, file(BASE), everything).stacks == first.stacks
