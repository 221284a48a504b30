"""5,000 numbers: numpy.append for each against a list that is converted once."""

import numpy as np
from timing import compare

COUNT = 5_000


def main() -> None:
    """Both ways."""

    def grown() -> int:
        found = np.array([])
        for number in range(COUNT):
            found = np.append(found, number)
        return int(found.sum())

    def once() -> int:
        found = []
        for number in range(COUNT):
            found.append(number)  # noqa: PERF402  # a loop against a loop
        return int(np.array(found).sum())

    compare("5,000 numbers, append against a list", grown, once)


if __name__ == "__main__":
    main()
