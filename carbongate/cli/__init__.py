"""The commands: the only room that prints, exits or reads the environment."""

from carbongate.cli.main import main

__all__ = ["main"]
