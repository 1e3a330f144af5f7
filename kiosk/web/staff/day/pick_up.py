"""Promises: what was left for next time, and what the next session asks about."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import gettext

from kiosk.domain.answers import Talk
from kiosk.domain.phrases import phrase
from kiosk.domain.public_ids import PublicId
from kiosk.queries.day import Day, DayClient, Wish
from kiosk.queries.recorded import Recorded
from kiosk.web.shared.languages import said
from kiosk.web.staff.day.pages import PickUp
from kiosk.web.staff.parts.addresses import page_of
from kiosk.web.staff.parts.times import day_ago, days_ago

WANTED = {
    Talk.NOW: phrase("Wanted to talk about it then"),
    Talk.NEXT: phrase("Wanted to talk about it next time"),
}
SINCE = phrase("How has it been since we talked about it?")


def pick_ups(day: Day, first: str, now: datetime, zone: str) -> Sequence[PickUp]:
    """All of them: those of the code `first` before the others, and what was left today after these."""
    return sorted(_pick_ups(day, now, zone), key=lambda one: (one.code != first, one.is_of_today))


def _pick_ups(day: Day, now: datetime, zone: str) -> Iterator[PickUp]:
    for client in day.clients:
        if client.left_for_next_time:
            yield _pick_up(client.latest.client, client.code, client.left_for_next_time, now, zone)
    for client in day.clients:
        if client.talked and days_ago(client.talked.recorded_at, now, zone):
            yield _ask_since(client, client.talked, now, zone)
    for client in day.clients:
        if client.wished_for:
            yield _wished_for(client, client.wished_for, now, zone, with_words=day.is_private)
    for left in day.left_together:
        yield _pick_up(None, ", ".join(left.codes), left.repair, now, zone)


def _pick_up(client: PublicId | None, code: str, left: Recorded, now: datetime, zone: str) -> PickUp:
    text = left.note or gettext("What did we want to come back to?")
    when = gettext("from %(when)s", when=day_ago(left.recorded_at, now, zone))
    is_of_today = not days_ago(left.recorded_at, now, zone)
    return PickUp(client, code, when, text, is_note=bool(left.note), is_of_today=is_of_today)


def _ask_since(client: DayClient, talked: Recorded, now: datetime, zone: str) -> PickUp:
    """The reminder to ask how it has been since they talked; without the note, which is for the client's own page."""
    when = gettext("from %(when)s", when=day_ago(talked.recorded_at, now, zone))
    wish = gettext("You talked about it. Ask how it went.")
    return PickUp(
        client.latest.client,
        client.code,
        when,
        said(SINCE),
        is_note=False,
        wish=wish,
        address=page_of(client.latest.ids),
    )


def _wished_for(client: DayClient, wish: Wish, now: datetime, zone: str, *, with_words: bool) -> PickUp:
    """The client's own wish; on a private screen in the client's own words, where there are any."""
    when = gettext("from %(when)s", when=day_ago(wish.received_at, now, zone))
    words = wish.words if with_words else ""
    return PickUp(
        client.latest.client,
        client.code,
        when,
        words or gettext("What did we want to come back to?"),
        is_note=False,
        wish=said(WANTED[wish.talk]),
        address=page_of(wish.ids),
        is_of_today=not days_ago(wish.received_at, now, zone),
    )
