"""The share of a processor that a thread uses while it waits half a second, four ways."""

import threading
from collections.abc import Callable
from time import perf_counter, process_time, sleep

SECONDS = 0.5


def main() -> None:
    """Spinning, two short sleeps, and a wait that the system ends."""
    print(f"empty loop: {share(spin):.4f} of a processor")
    print(f"sleep(1 ms): {share(lambda done: nap(done, 0.001)):.4f}")
    print(f"sleep(50 ms): {share(lambda done: nap(done, 0.05)):.4f}")
    print(f"Event.wait: {share(lambda done: done.wait()):.4f}")


def share(wait: Callable[[threading.Event], object]) -> float:
    """Processor seconds for each second of waiting."""
    done = threading.Event()
    threading.Timer(SECONDS, done.set).start()
    started, used = perf_counter(), process_time()
    wait(done)
    return (process_time() - used) / (perf_counter() - started)


def spin(done: threading.Event) -> None:
    """Asks without a pause."""
    while not done.is_set():
        pass


def nap(done: threading.Event, seconds: float) -> None:
    """Asks again and again."""
    while not done.is_set():
        sleep(seconds)


if __name__ == "__main__":
    main()
