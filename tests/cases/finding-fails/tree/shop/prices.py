import sqlite3


def prices(cursor: sqlite3.Cursor, keys: list[int]) -> list[object]:
    found = []
    for key in keys:
        cursor.execute("SELECT price FROM item WHERE id = ?", (key,))
        found.append(cursor.fetchone())
    return found
