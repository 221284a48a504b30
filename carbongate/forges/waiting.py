"""How long an API asks to be left alone. Its own clock counts, so that ours may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

LATER = 60.0  # seconds, where it says "later" and not when; GitHub asks for a minute
LIMITED = (403, 429)
BUSY = 503


def asked_wait(status: int, headers: Mapping[str, str], message: str) -> float | None:
    """Seconds until the same question may be asked again; None where it says nothing of that."""
    if status not in (*LIMITED, BUSY):
        return None
    after = headers.get("Retry-After", "")
    if after:
        return seconds(after, headers)
    if status == BUSY:
        return None
    if headers.get("X-RateLimit-Remaining") == "0":
        return until(headers.get("X-RateLimit-Reset", ""), headers)
    if status == 429 or "rate limit" in message.lower():
        return LATER
    return None


def seconds(after: str, headers: Mapping[str, str]) -> float:
    """Of `120` or of a date."""
    if after.isascii() and after.isdigit():
        return float(after[:9])
    moment = epoch(after)
    return LATER if moment is None else until(str(int(moment)), headers)


def until(moment: str, headers: Mapping[str, str]) -> float:
    """Seconds from the answer's own date to a moment, which is given in seconds since 1970."""
    now = epoch(headers.get("Date", ""))
    if now is None or not (moment.isascii() and moment.isdigit()):
        return LATER
    return max(0.0, float(moment[:12]) - now) + 1.0


def epoch(text: str) -> float | None:
    """A date of HTTP, in seconds since 1970."""
    try:
        return parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
