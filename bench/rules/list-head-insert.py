"""50,000 items: insert at the head of a list, and pop from it, against collections.deque."""

from collections import deque

from timing import compare

COUNT = 50_000


def main() -> None:
    """Both operations, both ways."""

    def insert() -> int:
        found: list[int] = []
        for number in range(COUNT):
            found.insert(0, number)
        return found[0]

    def append_left() -> int:
        found: deque[int] = deque()
        for number in range(COUNT):
            found.appendleft(number)
        return found[0]

    def pop() -> int:
        waiting = list(range(COUNT))
        while len(waiting) > 1:
            waiting.pop(0)
        return waiting[0]

    def pop_left() -> int:
        waiting = deque(range(COUNT))
        while len(waiting) > 1:
            waiting.popleft()
        return waiting[0]

    compare("50,000 items, insert(0) against appendleft", insert, append_left)
    compare("50,000 items, pop(0) against popleft", pop, pop_left)


if __name__ == "__main__":
    main()
