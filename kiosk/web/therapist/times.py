"""Moments as people say them, by the practice's own clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

JUST_NOW = timedelta(seconds=90)
A_WEEK = 7


def clock_time(at: datetime, zone: str) -> str:
    """Such as 14:48."""
    return at.astimezone(ZoneInfo(zone)).strftime("%H:%M")


def day_words(at: datetime, zone: str) -> str:
    """Such as Tuesday 3 June."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B}"


def with_just_now(at: datetime, now: datetime, zone: str) -> str:
    """The time, and that it is fresh."""
    return clock_time(at, zone) + (", just now" if now - at < JUST_NOW else "")


def day_ago(at: datetime, now: datetime, zone: str) -> str:
    """Such as *last Tuesday*, or *27 May* when it is longer ago than a week."""
    local, today = at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone))
    days = (today.date() - local.date()).days
    near = {0: "today", 1: "yesterday"}.get(days, f"last {local:%A}")
    return near if days <= A_WEEK else f"{local.day} {local:%B}"
