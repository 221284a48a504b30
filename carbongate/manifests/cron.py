"""How often a cron expression fires in a month of 730 hours, counted and not sampled."""

import re
from dataclasses import dataclass
from fractions import Fraction

from carbongate.manifests.quantities import UnreadableError, shown

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
# The days of a common year, which has 12 months of 730 hours.
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LEAP_DAYS = Fraction(97, 400)  # in a year, on average

NAMES = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
ZONE = re.compile(r"(?:CRON_)?TZ=\S+\s+")
EVERY = re.compile(r"@every\s+((?:[0-9]{1,6}(?:\.[0-9]{1,6})?(?:h|ms|m|s))+)")
PART = re.compile(r"([0-9]+(?:\.[0-9]+)?)(h|ms|m|s)")
SECONDS = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
MONTH_SECONDS = 365 * 24 * 3600 // 12


@dataclass(frozen=True, slots=True)
class Field:
    """The values one field allows; `star` when it allows all because nothing is said."""

    values: frozenset[int]
    star: bool


def runs_per_month(expression: str) -> Fraction:
    """Runs in 730 hours: those of a common year, over all weekdays it may begin with, divided by 12.

    Where both days are restricted either may match, as in cron. A zone does not change the count.
    Errors: UnreadableError, saying what is wrong with the expression.
    """
    text = ZONE.sub("", expression.strip(), count=1)
    every = EVERY.fullmatch(text)
    if every:
        seconds = sum(Fraction(n) * SECONDS[unit] for n, unit in PART.findall(every[1]))
        # Kubernetes rounds down to whole seconds and never runs more often than once in one.
        return Fraction(MONTH_SECONDS, max(int(seconds), 1))
    parts = NAMES.get(text.lower(), text).split()
    if len(parts) != 5:
        raise UnreadableError(
            f"schedule {shown(expression)} has {len(parts)} fields where cron has 5"
        )
    try:
        minute = field(parts[0], 0, 59)
        hour = field(parts[1], 0, 23)
        day = field(parts[2], 1, 31)
        month = field(parts[3], 1, 12, MONTHS, first=1)
        weekday = field(parts[4], 0, 7, WEEKDAYS)
    except ValueError as error:
        raise UnreadableError(f"schedule {shown(expression)}: {error}") from None
    times_a_day = len(minute.values) * len(hour.values)
    days = days_per_year(day, month, weekday)
    if not days:
        raise UnreadableError(f"schedule {shown(expression)} names a day that never comes")
    return days * times_a_day / 12


def days_per_year(day: Field, month: Field, weekday: Field) -> Fraction:
    """Days of a mean year that match; 29 February only counts where no other day does."""
    weekdays = frozenset(value % 7 for value in weekday.values)
    share = Fraction(len(weekdays), 7)

    def part(dated: bool) -> Fraction:
        """How much of a date matches, over the weekdays it falls on."""
        if day.star or weekday.star:
            return share if dated else Fraction(0)
        return Fraction(1) if dated else share

    common = sum(
        (
            part(date in day.values)
            for number, length in enumerate(DAYS, start=1)
            if number in month.values
            for date in range(1, length + 1)
        ),
        Fraction(0),
    )
    if common:
        return common
    return LEAP_DAYS * part(29 in day.values) if 2 in month.values else common


def field(
    text: str, lowest: int, highest: int, names: list[str] | None = None, first: int = 0
) -> Field:
    """One field: lists of `*`, numbers, names, ranges and steps. Errors: ValueError."""
    values: set[int] = set()
    star = False
    for item in text.split(","):
        span, slash, step_text = item.partition("/")
        step = whole(step_text, "step") if slash else 1
        if step == 0:
            raise ValueError("a step of 0 never ends")
        if span in ("*", "?"):
            start, end = lowest, min(highest, 6) if highest == 7 else highest
            star = star or step == 1
        else:
            left, dash, right = span.partition("-")
            start = value(left, names, first)
            # As cron writers use it: N/step runs from N to the end.
            end = value(right, names, first) if dash else highest if slash else start
        if not lowest <= start <= end <= highest:
            raise ValueError(f"`{item[:20]}` is not within {lowest} to {highest}")
        values.update(range(start, end + 1, step))
    return Field(frozenset(values), star)


def value(text: str, names: list[str] | None, first: int) -> int:
    """A number or a name of the field."""
    if names and text.lower() in names:
        return names.index(text.lower()) + first
    return whole(text, "value")


def whole(text: str, what: str) -> int:
    """A short row of digits."""
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise ValueError(f"`{text[:20]}` is no {what} of cron")
    return int(text)
