"""Names of reports, and names that stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carbongate.merged.names import apart, report_names


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        pytest.param(["shop.json"], ["shop"], id="the stem"),
        pytest.param(["out/shop.json", "out/cart.json"], ["shop", "cart"], id="stems of one folder"),
        pytest.param(["shop/report.json", "cart/report.json"], ["shop", "cart"], id="a last part that all share says nothing"),
        pytest.param(["a/shop/report.json", "b/shop/report.json"], ["a", "b"], id="nor do the folders above it"),
        pytest.param(["a/x.json", "b/x.json", "c/y.json"], ["a/x", "b/x", "y"], id="a folder in front where it must"),
        pytest.param(["x.json", "x.json"], ["x (1)", "x (2)"], id="two of one name"),
        pytest.param(["x.json", "a/x.json"], ["x", "a/x"], id="one beside the folder of the other"),
        pytest.param(["a\\shop.json", "b\\shop.json"], ["a", "b"], id="the separator of another system"),
        pytest.param(["v1.2.json", "v1.3.json"], ["v1.2", "v1.3"], id="dots that are no suffix"),
        pytest.param([".json", "a.json"], ["report", "a"], id="no name at all"),
    ],
)  # fmt: skip
def test_names_of_reports(paths: list[str], names: list[str]) -> None:
    assert report_names(paths) == names


@given(
    st.lists(
        st.sampled_from(["a.json", "b/a.json", "a (1).json", "a (2).json", "c/b/a.json", ""]),
        max_size=8,
    )
)
def test_no_two_reports_have_one_name(paths: list[str]) -> None:
    names = report_names(paths)
    assert len(set(names)) == len(names) == len(paths)


words = st.text("ab/", max_size=5)


@given(st.dictionaries(words, st.sets(words, max_size=5), max_size=4))
def test_no_two_things_have_one_name_and_who_is_alone_keeps_its_own(
    names: dict[str, set[str]],
) -> None:
    found = apart(names)
    final = [found[report].get(name, name) for report, own in names.items() for name in own]
    assert len(set(final)) == len(final)
    for report, own in names.items():
        for name in own:
            shared = sum(name in each for each in names.values()) > 1
            assert (name in found[report]) == shared
            assert found[report].get(name, "").startswith(f"{report}/{name}" if shared else "")


def test_a_name_that_is_taken_gets_a_number() -> None:
    found = apart({"a": {"prod", "b/prod"}, "b": {"prod"}})
    assert found == {"a": {"prod": "a/prod"}, "b": {"prod": "b/prod (2)"}}
