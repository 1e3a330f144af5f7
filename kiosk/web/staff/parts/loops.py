"""Open loops in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask_babel import gettext

from kiosk.domain.answers import Talk
from kiosk.domain.goals import words_of
from kiosk.domain.loops import LoopKind, is_dip
from kiosk.domain.measures import Measure
from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.public_ids import PublicId
from kiosk.domain.scoring import points
from kiosk.queries.loops import SeenLoop
from kiosk.queries.results import Result
from kiosk.web.shared.languages import said, short_figure, spoken
from kiosk.web.staff.parts.addresses import page_of
from kiosk.web.staff.parts.marks import figure, mark_words
from kiosk.web.staff.parts.times import day_ago

NAMES: Final = {
    LoopKind.HELP: phrase("Call for help"),
    LoopKind.DIP: phrase("Dip"),
    LoopKind.WISH: phrase("Wanted to talk"),
    LoopKind.PROMISE: phrase("Promised"),
    LoopKind.GOAL: phrase("Goal not reached in time"),
}
WANTED: Final = {
    Talk.NOW: phrase("They wanted to talk about it then."),
    Talk.NEXT: phrase("They wanted to talk about it next time."),
}
HELP: Final = phrase("What was done is not recorded yet.")
LEFT: Final = phrase("You left it for next time.")


@dataclass(frozen=True)
class LoopView:
    """One open loop as a row: its kind, since when, and the sentences about it."""

    id: PublicId
    client: PublicId
    code: str
    name: str
    when: str
    sentences: Sequence[str]
    quote: str
    """The words that go with it: a goal's, and on a private screen the client's own; else empty."""
    note: str
    """The therapist's own note; empty where the screen may be shared."""
    address: str
    """The session that it is from; empty without one."""
    is_help: bool


def loop_view(loop: SeenLoop, now: datetime, zone: str, *, private: bool = False, with_note: bool = True) -> LoopView:
    """Show one; `private` is a screen that only the therapist sees."""
    return LoopView(
        id=loop.id,
        client=loop.client,
        code=loop.code,
        name=said(NAMES[loop.kind]),
        when=day_ago(loop.opened_at, now, zone),
        sentences=[said(sentence) for sentence in _sentences(loop)],
        quote=_quote(loop, private=private),
        note=loop.left.note if loop.left and with_note else "",
        address=page_of(loop.ids) if loop.ids else "",
        is_help=loop.kind is LoopKind.HELP,
    )


def together_words(codes: Sequence[str]) -> str:
    """Name the others of a session of several."""
    return gettext("Together with %(codes)s.", codes=", ".join(codes))


def _sentences(loop: SeenLoop) -> Sequence[Phrase | str]:
    found: list[Phrase | str] = []
    if loop.kind is LoopKind.HELP:
        found.append(HELP)
    if loop.result and loop.measure:
        found += _marks(loop.result, loop.measure)
    if loop.result and loop.result.talk in WANTED:
        found.append(WANTED[loop.result.talk])
    if loop.kind is LoopKind.PROMISE:
        found.append(LEFT)
    if loop.others:
        found.append(together_words(loop.others))
    return found


def _marks(result: Result, measure: Measure) -> Sequence[str]:
    """Give the figures of a dip: the total, and the line that it was about."""
    dips = [signal for signal in result.signals if is_dip(signal)]
    total, line = result.score.total, next((signal.item for signal in dips if signal.item), None)
    found = []
    if dips and total is not None:
        found.append(
            gettext("%(total)s of %(most)s.", total=figure(total), most=short_figure(points(result.score.maximum)))
        )
    if line and not measure.is_gone and (mark := result.marks.get(line)) is not None:
        item = measure.item(line)
        words = mark_words(measure, item, spoken(), mark)
        found.append(gettext("%(line)s: %(mark)s.", line=item.texts[spoken()].label, mark=words))
    return found


def _quote(loop: SeenLoop, *, private: bool) -> str:
    if loop.goal_kind:
        return said(words_of(loop.goal_kind, loop.goal_words))
    return loop.result.words if loop.result and private else ""
