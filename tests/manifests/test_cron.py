"""How often cron fires in a month of 730 hours."""

from fractions import Fraction

import pytest

from carbongate.manifests.cron import runs_per_month
from carbongate.manifests.quantities import UnreadableError

DAY = Fraction(365, 12)  # days in a month


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("0 * * * *", 730, id="hourly is 730"),
        pytest.param("*/1 * * * *", 43_800, id="every minute"),
        pytest.param("*/5 * * * *", 8_760, id="every five minutes"),
        pytest.param("0 0 * * *", DAY, id="daily"),
        pytest.param("0 0 1 * *", 1, id="the first of each month"),
        pytest.param("0 0 1 1 *", Fraction(1, 12), id="once a year"),
        pytest.param("0 0 31 * *", Fraction(7, 12), id="the 31st comes seven times a year"),
        pytest.param("30 4 * * SUN", DAY / 7, id="a weekday by name"),
        pytest.param("0 8 * * 1-5", DAY * 5 / 7, id="weekdays"),
        pytest.param("0 8 * * mon-fri", DAY * 5 / 7, id="a range of names"),
        pytest.param("0 0 * * 7", DAY / 7, id="7 is Sunday"),
        pytest.param("0 0 * * 0,7", DAY / 7, id="Sunday twice is Sunday once"),
        pytest.param("0 0/4 * * *", DAY * 6, id="a start and a step"),
        pytest.param("0 */12 * * *", DAY * 2, id="a step"),
        pytest.param("0,30 9-17/4 * * *", DAY * 6, id="a list, and a range with a step"),
        pytest.param("0 0 * JAN,jul *", Fraction(62, 12), id="months by name"),
        pytest.param(
            "0 0 13 * FRI", (12 + (365 - 12) * Fraction(1, 7)) / 12, id="either day may match"
        ),
        pytest.param("0 0 1-7 * *", 7, id="the first week"),
        pytest.param("0 0 ? * 1", DAY / 7, id="a question mark is a star"),
        pytest.param("0 0 29 2 *", Fraction(97, 4800), id="29 February comes, if rarely"),
        pytest.param("@hourly", 730, id="@hourly"),
        pytest.param("@daily", DAY, id="@daily"),
        pytest.param("@Weekly", DAY / 7, id="@weekly in any case"),
        pytest.param("@monthly", 1, id="@monthly"),
        pytest.param("@every 1h30m", Fraction(730 * 2, 3), id="@every"),
        pytest.param("@every 100ms", 2_628_000, id="@every is at least a second"),
        pytest.param("CRON_TZ=Europe/Berlin 0 6 * * *", DAY, id="a zone changes nothing"),
        pytest.param("  0 6 * * *  ", DAY, id="spaces around"),
    ],
)
def test_runs_in_a_month(expression: str, expected: Fraction) -> None:
    assert runs_per_month(expression) == expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        pytest.param("", "0 fields", id="empty"),
        pytest.param("0 0 0 * * *", "6 fields", id="with seconds"),
        pytest.param("60 * * * *", "not within 0 to 59", id="minute 60"),
        pytest.param("0 24 * * *", "not within 0 to 23", id="hour 24"),
        pytest.param("0 0 0 * *", "not within 1 to 31", id="day 0"),
        pytest.param("0 0 * 13 *", "not within 1 to 12", id="month 13"),
        pytest.param("0 22-2 * * *", "not within 0 to 23", id="a range backwards"),
        pytest.param("*/0 * * * *", "never ends", id="a step of zero"),
        pytest.param("0 0 L * *", "no value of cron", id="the last day is not cron's"),
        pytest.param("0 0 * * mon#1", "no value of cron", id="the first Monday is not cron's"),
        pytest.param("0 0 31 2 *", "never comes", id="31 February"),
        pytest.param("@reboot", "1 fields", id="@reboot"),
        pytest.param("${SCHEDULE}", "1 fields", id="a placeholder"),
        pytest.param("0 , * * *", "no value of cron", id="a list of nothing"),
        pytest.param("-5 * * * *", "no value of cron", id="a negative minute"),
        pytest.param("9999999999999 * * * *", "no value of cron", id="a very long number"),
    ],
)
def test_what_cron_would_refuse_is_refused_with_a_reason(expression: str, message: str) -> None:
    with pytest.raises(UnreadableError, match=message):
        runs_per_month(expression)
