"""Adding two columns of 20,000 rows: iterrows and itertuples against the column expression."""

import numpy as np
import pandas as pd
from timing import compare

ROWS = 20_000


def main() -> None:
    """Each way of walking the rows against the whole columns, and against each other."""
    frame = pd.DataFrame({"a": np.arange(ROWS), "b": np.arange(ROWS)})

    def walked() -> int:
        return int(sum(row["a"] + row["b"] for _, row in frame.iterrows()))

    def tuples() -> int:
        return int(sum(row.a + row.b for row in frame.itertuples()))

    def columns() -> int:
        return int((frame["a"] + frame["b"]).sum())

    compare("20,000 rows, iterrows against columns", walked, columns)
    compare("20,000 rows, iterrows against itertuples", walked, tuples)


if __name__ == "__main__":
    main()
