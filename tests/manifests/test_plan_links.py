"""References of a configuration, followed to instances of the plan."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.context import Context
from carbongate.manifests.plan_addresses import address, steps
from carbongate.manifests.plan_document import mapping
from carbongate.manifests.plan_links import Links, references
from carbongate.mappings.block import Block, Blocks
from carbongate.model import Where
from tests.mappings.plans import TABLES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("aws_instance.web", [("aws_instance", None), ("web", None)]),
        ("aws_instance.web[0].id", [("aws_instance", None), ("web", "0"), ("id", None)]),
        ('module.m["p.q"].out', [("module", None), ("m", "p.q"), ("out", None)]),
        ('a.b["x]y"]', [("a", None), ("b", "x]y")]),
        ("each.value", [("each", None), ("value", None)]),
        ("", []),
        ("[0]", []),
    ],
)
def test_steps(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert steps(text) == expected


@pytest.mark.parametrize(
    ("text", "calls", "name", "key"),
    [
        ("aws_instance.web", (), "aws_instance.web", ""),
        ("aws_instance.web[1]", (), "aws_instance.web", "1"),
        ('module.a["x"].module.b.aws_instance.web["k.1"]', ("a", "b"), "aws_instance.web", "k.1"),
        ("module", (), "module", ""),
        ("", (), "", ""),
    ],
)
def test_address(text: str, calls: tuple[str, ...], name: str, key: str) -> None:
    found = address(text)
    assert (found.calls, found.name, found.key) == (calls, name, key)


def test_references_that_repeat_the_head_of_another_say_nothing_more() -> None:
    named = ["a.b[0].id", "a.b[0]", "a.b", "a.bc", "var.x"]
    assert references({"references": named}) == ["a.b[0].id", "a.bc", "var.x"]


def resource(name: str, *named: str, **more: Any) -> dict[str, Any]:
    """A configured resource of type `t`, whose attribute `to` refers to something."""
    return {
        "address": f"t.{name}",
        "mode": "managed",
        "type": "t",
        "name": name,
        "expressions": {"to": {"references": list(named)}},
        **more,
    }


CONFIGURATION = {
    "root_module": {
        "resources": [
            resource("many"),
            resource("plain", "t.many[1].id", "t.many[1]", "t.many"),
            resource("all", "t.many"),
            resource("same", "t.many", "count.index"),
            resource("keyed"),
            resource("each", "t.keyed", "each.key"),
            resource(
                "value",
                "each.value.id",
                "each.value",
                for_each_expression={"references": ["t.keyed"]},
            ),
            resource("out", 'module.m["p"].out', 'module.m["p"]'),
            resource("deep", 'module.m["q"].deep.id', 'module.m["q"].deep'),
            resource("splat", "module.m"),
            resource("local", "local.x", "data.t.many", "path.module", "terraform.workspace"),
            resource("gone", "t.none.id", "t.none"),
        ],
        "module_calls": {
            "m": {
                "expressions": {
                    "given": {"references": ["t.many[0].id", "t.many[0]", "t.many"]},
                    "mine": {"references": ["t.keyed", "each.key"]},
                    "loop": {"references": ["each.value"]},
                },
                "for_each_expression": {"references": ["t.keyed"]},
                "module": {
                    "resources": [
                        resource("inner", "var.given"),
                        resource("mine", "var.mine"),
                        resource("loop", "var.loop"),
                        resource("unset", "var.nowhere"),
                        resource("circle", "var.circle"),
                    ],
                    "outputs": {
                        "out": {"expression": {"references": ["t.inner.id", "t.inner"]}},
                        "deep": {"expression": {"references": ["module.n.o", "module.n"]}},
                    },
                    "module_calls": {
                        "n": {
                            "expressions": {"v": {"references": ["var.given"]}},
                            "module": {
                                "resources": [resource("leaf", "var.v")],
                                "outputs": {"o": {"expression": {"references": ["t.leaf"]}}},
                            },
                        }
                    },
                },
            }
        },
    }
}

INSTANCES = [
    "t.many[0]",
    "t.many[1]",
    "t.plain",
    "t.all",
    "t.same[1]",
    't.keyed["p"]',
    't.keyed["q"]',
    't.each["q"]',
    't.value["q"]',
    "t.out",
    "t.deep",
    "t.splat",
    "t.local",
    "t.gone",
    *(
        f'module.m["{key}"].t.{name}'
        for key in "pq"
        for name in ("inner", "mine", "loop", "unset", "circle")
    ),
    *(f'module.m["{key}"].module.n.t.leaf' for key in "pq"),
]


def linked(configuration: dict[str, Any] = CONFIGURATION) -> tuple[Links, dict[str, Block]]:
    """The links with every instance added, and the blocks by address."""
    links = Links(configuration)
    others = Blocks(links.refer)
    blocks = {
        name: Block(
            {}, address=name, type="t", where=Where("p"), others=others, context=Context(TABLES)
        )
        for name in INSTANCES
    }
    for block in blocks.values():
        links.add(block)
    return links, blocks


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("t.plain", ["t.many[1]"], id="a written index"),
        pytest.param("t.all", ["t.many[0]", "t.many[1]"], id="no index: all of them"),
        pytest.param("t.same[1]", ["t.many[1]"], id="count.index: the same one"),
        pytest.param('t.each["q"]', ['t.keyed["q"]'], id="each.key: the same key"),
        pytest.param('t.value["q"]', ['t.keyed["q"]'], id="each.value: through for_each"),
        pytest.param("t.out", ['module.m["p"].t.inner'], id="an output of one module instance"),
        pytest.param("t.deep", ['module.m["q"].module.n.t.leaf'], id="an output of an output"),
        pytest.param("t.splat", [], id="a whole module names nothing"),
        pytest.param("t.local", [], id="locals and data lead nowhere"),
        pytest.param("t.gone", [], id="a resource that is not there"),
        pytest.param('module.m["p"].t.inner', ["t.many[0]"], id="a variable"),
        pytest.param('module.m["q"].t.mine', ['t.keyed["q"]'], id="the key of the module"),
        pytest.param('module.m["q"].t.loop', ['t.keyed["q"]'], id="the value of the module's loop"),
        pytest.param('module.m["p"].t.unset', [], id="a variable that is not passed"),
        pytest.param('module.m["p"].module.n.t.leaf', ["t.many[0]"], id="a variable of a variable"),
    ],
)
def test_refer(source: str, expected: list[str]) -> None:
    links, blocks = linked()
    assert [found.address for found in links.refer(blocks[source], "to")] == expected


def test_a_configuration_that_loops_comes_to_an_end() -> None:
    inner = {"resources": [resource("a", "module.m.o", "var.v")], "outputs": {}}
    loop = {
        "root_module": {
            "resources": [resource("many", "module.m.o")],
            "module_calls": {
                "m": {
                    "expressions": {"v": {"references": ["module.m.o"] * 50}},
                    "module": {
                        **inner,
                        "outputs": {"o": {"expression": {"references": ["var.v"] * 50}}},
                    },
                }
            },
        }
    }
    links, blocks = linked(loop)
    assert list(links.refer(blocks["t.many[0]"], "to")) == []


@pytest.mark.parametrize(
    "odd",
    [
        {"root_module": []},
        {"root_module": {"resources": [1, {"type": 2}], "module_calls": {"m": 3}}},
        {"root_module": {"resources": [{"type": "t", "name": "many", "expressions": [1]}]}},
        {"root_module": {"module_calls": {"m": {"module": {"outputs": []}, "expressions": 1}}}},
    ],
)
def test_a_configuration_of_odd_shapes_says_nothing(odd: dict[str, Any]) -> None:
    links, blocks = linked(odd)
    assert mapping(odd) == odd
    assert list(links.refer(blocks["t.many[0]"], "to")) == []
