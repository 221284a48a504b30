"""200 inserts into a sqlite file: a commit for each against executemany and one commit."""

import sqlite3
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import compare

ROWS = [(number, f"name {number}") for number in range(200)]


def main() -> None:
    """Both ways, on the disk of the temporary folder."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "bench.db")
        connection.execute("CREATE TABLE item (id INTEGER, name TEXT)")

        def each() -> None:
            for row in ROWS:
                connection.execute("INSERT INTO item VALUES (?, ?)", row)
                connection.commit()

        def once() -> None:
            connection.executemany("INSERT INTO item VALUES (?, ?)", ROWS)
            connection.commit()

        compare("200 rows, commit for each against once", each, once)
        connection.close()


if __name__ == "__main__":
    main()
