"""Finds the modules of one room and holds each to its contract. Importing a module does nothing."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from carbongate.errors import DataError


def modules(package: ModuleType, contract: tuple[str, ...]) -> tuple[ModuleType, ...]:
    """The modules of a package that offer every name of the contract, in alphabetical order.

    A module that offers none of the names is a helper of the room and is left out.
    Errors: DataError when a module offers some of the names and not all.
    """
    found = []
    for info in sorted(iter_modules(package.__path__), key=lambda info: info.name):
        module = import_module(f"{package.__name__}.{info.name}")
        missing = [name for name in contract if not hasattr(module, name)]
        if not missing:
            found.append(module)
        elif len(missing) < len(contract):
            raise DataError(f"{module.__name__} lacks {', '.join(missing)}")
    return tuple(found)
