"""As many lookups as there are items: in a list against in a set built from it."""

from timing import compare


def main() -> None:
    """With 20, 200 and 2,000 names: the ratio grows with their number."""
    for count in (20, 200, 2_000):
        known = [f"name {number}" for number in range(count)]
        wanted = known[::-1]

        def listed(known: list[str] = known, wanted: list[str] = wanted) -> int:
            return sum(name in known for name in wanted)

        def hashed(known: list[str] = known, wanted: list[str] = wanted) -> int:
            names = set(known)
            return sum(name in names for name in wanted)

        compare(f"{count} names, list against set", listed, hashed)


if __name__ == "__main__":
    main()
