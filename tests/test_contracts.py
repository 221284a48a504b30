"""The rooms whose modules are found by their folder: none is passed over by mistake."""

from __future__ import annotations

import ast
import sys
from functools import cache
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

import pytest

import carbongate
from carbongate import manifests, mappings, reports
from carbongate.code import knowledge
from carbongate.discover import modules
from carbongate.errors import DataError
from carbongate.stacks import CONTRACT

ROOMS: list[tuple[ModuleType, tuple[str, ...]]] = [
    (manifests, CONTRACT),
    (mappings, ("MAPPERS",)),
    (reports, ("render",)),
    (knowledge, ("KEY", "condition")),
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
    ("package", "contract"), ROOMS, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_module_is_one_of_its_kind_or_somebody_needs_it(
    package: ModuleType, contract: tuple[str, ...]
) -> None:
    known = {module.__name__ for module in modules(package, contract)}
    assert known
    helpers = {f"{package.__name__}.{info.name}" for info in iter_modules(package.__path__)} - known
    assert helpers <= imported()


@cache
def imported() -> frozenset[str]:
    """Every name that a module of the package imports from another."""
    names: set[str] = set()
    for path in Path(carbongate.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module)
                names |= {f"{node.module}.{each.name}" for each in node.names}
    return frozenset(names)


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
