"""40,000 parts of text: += on an attribute and on a local name against join."""

from dataclasses import dataclass

from timing import compare

PARTS = [f"<li>{number}</li>" for number in range(40_000)]


@dataclass
class Page:
    """Something with text."""

    text: str = ""


def main() -> None:
    """The attribute, then the local name that CPython resizes in place."""

    def attribute() -> int:
        page = Page()
        for part in PARTS:
            page.text += part
        return len(page.text)

    def local() -> int:
        text = ""
        for part in PARTS:
            text += part
        return len(text)

    def joined() -> int:
        return len("".join(PARTS))

    compare("40,000 parts, attribute against join", attribute, joined)
    compare("40,000 parts, local name against join", local, joined)


if __name__ == "__main__":
    main()
