"""Matrices by GitHub's own rule."""

from __future__ import annotations

from typing import Any

import pytest

from carbongate.manifests.guesses import OPEN
from carbongate.manifests.matrix import matrix
from carbongate.manifests.quantities import UnreadableError

FRUITS = {"fruit": ["apple", "pear"], "animal": ["cat", "dog"]}


def rows(said: Any) -> list[dict[str, Any]]:
    """The combinations of a matrix."""
    return [dict(row) for row in matrix({"strategy": {"matrix": said}}, {}).combinations]


def test_a_job_without_a_matrix_is_one() -> None:
    assert matrix({}, {}).combinations == ({},)
    assert matrix({"strategy": {"fail-fast": False}}, {}).combinations == ({},)


def test_vectors_multiply() -> None:
    assert len(rows({"os": ["a", "b"], "node": [1, 2, 3]})) == 6
    assert rows({"os": "a"}) == [{"os": "a"}]


def test_exclude_takes_out_whatever_agrees_with_all_it_names() -> None:
    found = rows(
        {"os": ["a", "b"], "node": [1, 2], "exclude": [{"os": "a"}, {"os": "b", "node": 2}]}
    )
    assert found == [{"os": "b", "node": 1}]
    assert len(rows({"os": ["a"], "exclude": [{"os": "a", "other": 1}]})) == 1


def test_include_by_the_example_of_the_documentation_of_the_rule() -> None:
    include = [
        {"color": "green"},
        {"color": "pink", "animal": "cat"},
        {"fruit": "apple", "shape": "circle"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]
    assert rows({**FRUITS, "include": include}) == [
        {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"},
        {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"},
        {"fruit": "pear", "animal": "cat", "color": "pink"},
        {"fruit": "pear", "animal": "dog", "color": "green"},
        {"fruit": "banana"},
        {"fruit": "banana", "animal": "cat"},
    ]


def test_include_alone_gives_one_job_for_each_entry() -> None:
    assert rows({"include": [{"a": 1}, {"a": 2, "b": 3}, {"a": 1}]}) == [
        {"a": 1}, {"a": 2, "b": 3}, {"a": 1},
    ]  # fmt: skip


def test_exclude_comes_before_include() -> None:
    assert rows({"a": [1], "exclude": [{"a": 1}], "include": [{"a": 1}]}) == [{"a": 1}]


def test_true_and_1_are_two_values() -> None:
    assert len(rows({"a": [True, 1], "exclude": [{"a": True}]})) == 1


@pytest.mark.parametrize(
    ("said", "jobs"),
    [
        pytest.param("${{ fromJSON(needs.a.outputs.b) }}", 1, id="all of it"),
        pytest.param({"os": "${{ fromJSON(needs.a.outputs.b) }}"}, 1, id="its only vector"),
        pytest.param({"os": "${{ fromJSON(vars.A) }}", "n": [1, 2]}, 2, id="one of its vectors"),
        pytest.param({"n": [1, 2], "include": "${{ fromJSON(vars.A) }}"}, 2, id="what is added"),
        pytest.param({"include": "${{ fromJSON(vars.A) }}"}, 1, id="all that is added"),
    ],
)
def test_what_only_a_run_decides_counts_as_one(said: Any, jobs: int) -> None:
    found = matrix({"strategy": {"matrix": said}}, {})
    assert found.open
    assert len(found.combinations) == jobs
    assert all(row[OPEN] for row in found.combinations)


def test_an_expression_that_the_file_decides_is_worked_out() -> None:
    found = matrix({"strategy": {"matrix": {"n": "${{ fromJSON('[1, 2, 3]') }}"}}}, {})
    assert (found.open, len(found.combinations)) == (False, 3)
    inputs = {"inputs": {"list": '["a", "b"]'}}
    found = matrix({"strategy": {"matrix": {"n": "${{ fromJSON(inputs.list) }}"}}}, inputs)
    assert len(found.combinations) == 2


@pytest.mark.parametrize(
    ("said", "message"),
    [
        pytest.param({"a": list(range(20)), "b": list(range(20))}, "400 jobs", id="more than 256"),
        pytest.param(
            {key: list(range(100)) for key in "abcdefgh"},
            "combinations",
            id="more than can be looked at",
        ),
        pytest.param({"include": [{"a": n} for n in range(300)]}, "300 jobs", id="many by include"),
    ],
)
def test_a_matrix_that_github_refuses(said: Any, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        rows(said)
