"""500 queries on a sqlite file: a connection for each against one for all."""

import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import compare

KEYS = range(500)
QUERY = "SELECT name FROM item WHERE id = ?"


def main() -> None:
    """Both ways; a server on a network adds handshakes and authentication."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
            rows = [(number, f"name {number}") for number in KEYS]
            connection.executemany("INSERT INTO item VALUES (?, ?)", rows)
            connection.commit()

        def each() -> list[str]:
            found = []
            for key in KEYS:
                with closing(sqlite3.connect(path)) as connection:
                    found.append(connection.execute(QUERY, (key,)).fetchone()[0])
            return found

        def shared() -> list[str]:
            with closing(sqlite3.connect(path)) as connection:
                return [connection.execute(QUERY, (key,)).fetchone()[0] for key in KEYS]

        compare("500 queries, a connection for each against one", each, shared)


if __name__ == "__main__":
    main()
