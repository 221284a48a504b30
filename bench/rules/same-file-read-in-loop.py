"""A file of 400 kB read, and a text parsed, in each of many passes against once."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from timing import compare

PASSES = 1_000


def main() -> None:
    """Reading from the page cache, then parsing JSON."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "names.txt"
        path.write_text("a name and a number\n" * 20_000)
        text = json.dumps({f"key {number}": number for number in range(100)})

        def read() -> int:
            return sum(path.read_text().count("x") for _ in range(PASSES))

        def read_once() -> int:
            count = path.read_text().count("x")
            return sum(count for _ in range(PASSES))

        def parsed() -> int:
            return sum(json.loads(text)["key 1"] for _ in range(PASSES))

        def parsed_once() -> int:
            settings = json.loads(text)
            return sum(settings["key 1"] for _ in range(PASSES))

        compare("1,000 passes, file read in each against once", read, read_once)
        compare("1,000 passes, json.loads in each against once", parsed, parsed_once)


if __name__ == "__main__":
    main()
