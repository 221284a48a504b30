"""Every module that is found by its folder, and what a module lacks that should have been found."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from carbongate import manifests, mappings, reports
from carbongate.code import knowledge
from carbongate.discover import modules
from carbongate.errors import DataError
from carbongate.stacks import CONTRACT

ROOMS: list[tuple[ModuleType, tuple[str, ...], str]] = [
    (manifests, CONTRACT, "compose github_actions inventory kubernetes terraform_plan"),
    (
        mappings,
        ("MAPPERS",),
        (
            "aws_autoscaling aws_cloudwatch aws_ebs aws_ec2 aws_ecs aws_eks aws_lambda aws_network "
            "aws_rds aws_s3 azure_aks azure_vm gcp_compute gcp_gke"
        ),
    ),
    (reports, ("render",), "github json markdown text"),
    (
        knowledge,
        ("KEY", "condition"),
        "calls carried complexity invariant requires_import values",
    ),
]


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package that can be imported."""
    folder = tmp_path / "some_room"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in [name for name in sys.modules if name.partition(".")[0] == "some_room"]:
        monkeypatch.delitem(sys.modules, name)
    return folder


def found(room: Path) -> list[str]:
    """The names of the modules of a room that keep the contract."""
    import some_room  # type: ignore[import-not-found]  # made by the fixture

    return [module.__name__ for module in modules(some_room, ("MARK", "act"))]


@pytest.mark.parametrize(
    ("package", "contract", "names"), ROOMS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_room_holds_the_modules_that_it_should(
    package: ModuleType, contract: tuple[str, ...], names: str
) -> None:
    names_found = [module.__name__.rpartition(".")[2] for module in modules(package, contract)]
    assert names_found == names.split()


def test_modules_come_in_the_order_of_their_names(room: Path) -> None:
    for name in ("b", "a"):
        (room / f"{name}.py").write_text("MARK = 1\ndef act(): ...\n")
    assert found(room) == ["some_room.a", "some_room.b"]


def test_a_module_without_the_mark_is_a_helper(room: Path) -> None:
    (room / "helper.py").write_text("def act(): ...\n")
    assert found(room) == []


def test_a_module_with_the_mark_alone_is_broken(room: Path) -> None:
    (room / "half.py").write_text("MARK = 1\n")
    with pytest.raises(DataError, match="half lacks act"):
        found(room)
