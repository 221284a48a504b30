"""The one base of every error that a user can cause or meet; caught once, in cli.py."""

from typing import ClassVar


class CarbongateError(Exception):
    """A sentence for the user, with the place it is about: `carbongate.yaml:12: budgets[0] ...`."""

    exit_code: ClassVar[int] = 5

    def __init__(self, message: str, path: str | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = path
        self.line = line
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The message behind its place, as `path:line: message`."""
        place = self.path or ""
        if self.path and self.line:
            place = f"{self.path}:{self.line}"
        return f"{place}: {self.message}" if place else self.message


class ConfigError(CarbongateError):
    """A mistake in the configuration or on the command line."""

    exit_code = 2


class UnreachableError(ConfigError):
    """What the configuration names lies elsewhere and cannot be had now; no mistake of the file."""


class InputError(CarbongateError):
    """A file that was named and cannot be read, or has no known kind."""

    exit_code = 5


class DataError(CarbongateError):
    """The program's own tables, rules or modules are broken."""

    exit_code = 5
