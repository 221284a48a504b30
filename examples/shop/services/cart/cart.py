"""A cart and its price."""

from collections import deque
from collections.abc import Iterable

import psycopg


def add(connection: psycopg.Connection, cart: str, lines: Iterable[tuple[str, int]]) -> None:
    """All lines in one statement and one transaction."""
    with connection.transaction(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO cart_line (cart, sku, amount) VALUES (%s, %s, %s)"
            " ON CONFLICT (cart, sku) DO UPDATE SET amount = excluded.amount",
            [(cart, sku, amount) for sku, amount in lines],
        )


def total(lines: Iterable[tuple[int, int]], vouchers: Iterable[int]) -> int:
    """Cents to pay: vouchers are used up in the order in which they were given."""
    due = sum(cents * amount for cents, amount in lines)
    queue = deque(vouchers)
    while queue and due > 0:
        due -= min(due, queue.popleft())
    return due
