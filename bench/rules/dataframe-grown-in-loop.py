"""Joining parts of 100 rows: a concat for each part against one concat of all."""

import numpy as np
import pandas as pd
from timing import compare


def main() -> None:
    """Both ways, with 500 and 2,000 parts: the ratio grows with their number."""
    for count in (500, 2_000):
        parts = [pd.DataFrame({"a": np.arange(100), "b": np.arange(100.0)}) for _ in range(count)]

        def grown(parts: list[pd.DataFrame] = parts) -> int:
            frame = parts[0]
            for part in parts[1:]:
                frame = pd.concat([frame, part])
            return len(frame)

        def once(parts: list[pd.DataFrame] = parts) -> int:
            return len(pd.concat(parts))

        compare(f"{count} parts, concat for each against once", grown, once)


if __name__ == "__main__":
    main()
