"""Products by category, read from PostgreSQL and kept for a minute."""

from dataclasses import dataclass
from functools import lru_cache

import psycopg

PAGE = 48


@dataclass(frozen=True)
class Product:
    sku: str
    name: str
    cents: int


def page(connection: psycopg.Connection, category: str, number: int) -> list[Product]:
    """One page of a category with one query."""
    rows = connection.execute(
        "SELECT sku, name, cents FROM product WHERE category = %s ORDER BY name LIMIT %s OFFSET %s",
        (category, PAGE, PAGE * number),
    )
    return [Product(*row) for row in rows]


def by_sku(connection: psycopg.Connection, skus: list[str]) -> dict[str, Product]:
    """The products of a cart, all with one query."""
    rows = connection.execute("SELECT sku, name, cents FROM product WHERE sku = ANY(%s)", (skus,))
    return {row[0]: Product(*row) for row in rows}


@lru_cache(maxsize=512)
def slug(name: str) -> str:
    """A product's name in its address."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
