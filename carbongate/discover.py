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
    found = (of_kind(package, name, contract) for name in names(package))
    return tuple(one for one in found if one is not None)


def module(package: ModuleType, name: str, contract: tuple[str, ...]) -> ModuleType | None:
    """The module of that name; None where there is none, or a helper. No other one is imported.

    Errors: those of `modules`.
    """
    return of_kind(package, name, contract) if name in names(package) else None


def of_kind(package: ModuleType, name: str, contract: tuple[str, ...]) -> ModuleType | None:
    """A module that there is, unless it is a helper of the room."""
    found = import_module(f"{package.__name__}.{name}")
    if not hasattr(found, contract[0]):
        return None
    missing = [each for each in contract if not hasattr(found, each)]
    if missing:
        raise DataError(f"{found.__name__} lacks {', '.join(missing)}")
    return found


def names(package: ModuleType) -> list[str]:
    """Every module of a package, in alphabetical order."""
    return sorted(info.name for info in iter_modules(package.__path__))
