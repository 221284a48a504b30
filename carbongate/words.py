"""Numbers as a reader sees them: three significant digits, commas between thousands, no locale.

Rounding belongs to reports: what comes out of here is text and never goes back into a sum.
"""

from collections.abc import Sequence

DIGITS = 3
# Beyond these a number is written with an exponent.
LARGEST, SMALLEST = 1e15, 1e-6


def number(value: float, digits: int = DIGITS) -> str:
    """`131`, `98.4`, `0.0123`, `12,300`, `1.2e-7`. Errors: ValueError for NaN and infinity."""
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"{value} is not a number to print")
    if value == 0:
        return "0"
    text = f"{value:.{digits - 1}e}"
    mantissa, exponent = text.split("e")
    if not SMALLEST <= abs(float(text)) < LARGEST:
        return f"{trimmed(mantissa)}e{int(exponent)}"
    return trimmed(f"{float(text):,.{max(0, digits - 1 - int(exponent))}f}")


def amount(low: float, best: float, high: float, unit: str, digits: int = DIGITS) -> str:
    """`131 kgCO2e a month (98 to 190)`; no range where its ends read like the best value."""
    least, middle, most = (number(value, digits) for value in (low, best, high))
    said = f"{middle} {unit}" if unit else middle
    return said if least == middle == most else f"{said} ({least} to {most})"


def share(part: float) -> str:
    """A share of one in percent: `62.3 %`; `100 %` and `0 %` only for all and nothing."""
    percent = part * 100
    digits = max(apart(percent, 100), DIGITS) if part < 1 else DIGITS
    return f"{number(percent, digits)} %"


def apart(left: float, right: float) -> int:
    """The fewest significant digits, three or more, at which two different numbers read differently."""
    if left == right:
        return DIGITS
    wanted = (n for n in range(DIGITS, 17) if number(left, n) != number(right, n))
    return next(wanted, 17)


def count(how_many: int, noun: str, plural: str | None = None) -> str:
    """`1 finding`, `2 findings`, `1,200 entries`."""
    return f"{how_many:,} {noun if how_many == 1 else plural or noun + 's'}"


def listed(items: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b and c`, `a, b, c and 4 more`."""
    shown = list(items[:most])
    if len(items) > most:
        shown.append(f"{len(items) - most:,} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def trimmed(text: str) -> str:
    """Without zeros that say nothing."""
    return text.rstrip("0").rstrip(".") if "." in text else text
