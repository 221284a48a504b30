"""1,000 rows by key from a sqlite table in memory: a query for each against one with IN."""

import sqlite3

from timing import compare

KEYS = list(range(0, 10_000, 10))


def main() -> None:
    """Both ways; a database on a network adds a round trip to each query."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)")
    rows = [(number, f"name {number}") for number in range(10_000)]
    connection.executemany("INSERT INTO item VALUES (?, ?)", rows)

    def each() -> list[str]:
        query = "SELECT name FROM item WHERE id = ?"
        return [connection.execute(query, (key,)).fetchone()[0] for key in KEYS]

    def together() -> list[str]:
        marks = ", ".join("?" * len(KEYS))
        query = f"SELECT name FROM item WHERE id IN ({marks}) ORDER BY id"  # noqa: S608  # marks only
        return [name for (name,) in connection.execute(query, KEYS)]

    compare("1,000 keys, a query for each against one", each, together)


if __name__ == "__main__":
    main()
