"""The progress bar: on a terminal, when it takes long, and never in what is kept."""

import io
import time

import pytest

from carbongate.cli.progress import Bar


class Screen(io.StringIO):
    """A stream that may be a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


def shown(screen: Screen, work: float, slow: float = 0.02) -> str:
    with Bar(screen, slow) as bar:
        bar("reading manifests", 1, 4)
        time.sleep(work)
        bar("estimating", 0, 0)
    return screen.getvalue()


def test_long_work_on_a_terminal_says_what_is_being_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    assert "reading manifests" in shown(Screen(terminal=True), work=0.5)


def test_short_work_says_nothing() -> None:
    assert shown(Screen(terminal=True), work=0, slow=30) == ""


def test_what_is_no_terminal_stays_clean() -> None:
    assert shown(Screen(terminal=False), work=0.1) == ""
