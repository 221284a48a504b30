"""A progress bar on standard error, where that is a terminal and the work takes over a second."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self, TextIO

if TYPE_CHECKING:
    from threading import Timer

    from rich.progress import Progress, TaskID

SLOW = 1.0  # seconds before it appears


class Bar:
    """Shows the step at work, and how much of it is done where that is known.

    It appears by a clock of its own: one long step tells nobody that it is taking long.
    """

    def __init__(self, stream: TextIO | None = None, slow: float = SLOW) -> None:
        self._stream = stream or sys.stderr
        self._slow = slow
        self._step = ("starting", 0, 0)
        self._timer: Timer | None = None
        self._progress: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        if self._stream.isatty():
            from threading import Timer

            self._timer = Timer(self._slow, self._appear)
            self._timer.daemon = True
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()
        if self._progress is not None:
            self._progress.stop()

    def __call__(self, step: str, done: int, of: int) -> None:
        """So much of a step is done; `of` 0 where nobody knows how much there is."""
        self._step = (step, done, of)
        if self._progress is not None and self._task is not None:
            self._progress.update(self._task, description=step, completed=done, total=of or None)

    def _appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
        console = Console(file=self._stream)
        progress = Progress(*columns, console=console, transient=True)
        step, done, of = self._step
        self._task = progress.add_task(step, completed=done, total=of or None)
        self._progress = progress
        progress.start()
