"""Finds the modules of one room and holds each to its contract. Importing a module does nothing."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from carbongate.errors import DataError


def modules(package: ModuleType, contract: tuple[str, ...]) -> tuple[ModuleType, ...]:
    """The modules of a package that offer every name of the contract, in alphabetical order.

    The first name is what makes a module one of its kind; without it, it is a helper of the room.
    Errors: DataError when a module of the kind lacks another name.
    """
    found = []
    for info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        module = import_module(f"{package.__name__}.{info.name}")
        if not hasattr(module, contract[0]):
            continue
        missing = [name for name in contract if not hasattr(module, name)]
        if missing:
            raise DataError(f"{module.__name__} lacks {', '.join(missing)}")
        found.append(module)
    return tuple(found)
