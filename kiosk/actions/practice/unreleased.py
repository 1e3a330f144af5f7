"""Rows of the unreleased version, carried over into the tables of this one."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime

from kiosk import catalogue
from kiosk.actions.visits.together import APART, people_apart
from kiosk.domain import prompts
from kiosk.domain.actors import CommandLine
from kiosk.domain.answers import Marking, Talk
from kiosk.domain.scoring import score
from kiosk.domain.signals import Signal
from kiosk.queries.histories import history_of
from kiosk.queries.thresholds import for_practice
from kiosk.queries.together import kept_together
from kiosk.storage import chain, data_keys, sealing, unreleased
from kiosk.storage.sessions import WriteSession
from kiosk.storage.tables import CheckIn, Response, Visit
from kiosk.storage.unreleased import Old, Row
from kiosk.storage.work import unit_of_work

RENAMED = {
    "drop": "below-expected",
    "line-drop": "line-below-expected",
    "own-baseline": "below-expected",
    "own-range": "below-expected",
}
"""Rules of the unreleased version that another stands for now."""
GONE = frozenset({"near-range", "slide"})


def carry_over(old: Old, now: datetime) -> None:
    """Fill the empty database of the running app with the rows of the old one.

    They go in as they are; roles are given anew, and what was shown of each answer is worked out once more and kept.
    """
    with unit_of_work(CommandLine(), now) as work:
        unreleased.copy_most(work.session, old)
        unreleased.give_roles(work.session, now)
        data_keys.make_missing(work.session)
    with unit_of_work(CommandLine(), now) as work:  # now that kept measures can be read
        for row in unreleased.rows(old, "responses"):
            unreleased.store(work.session, "responses", dict(row) | _shown(work.session, row))
            work.session.expire_all()
        for visit in unreleased.visits_of_several(work.session):
            _settle(visit)
        for guess, check_in in unreleased.guesses(work.session):
            measure = catalogue.kept_measure(check_in.measure, check_in.measure_version)
            guess.total = score(measure, guess.marks).total
        for stored in chain.unlinked(work.session, Response):
            chain.note(work.session, stored)
        for client in unreleased.clients(work.session):
            sealing.seal_for(work, client)


def _shown(session: WriteSession, row: Row) -> dict[str, str | None]:
    """Compute the stored result of this answer as the unreleased version computed it at each display."""
    check_in = session.get_one(CheckIn, row["check_in_id"])
    measure = for_practice(
        catalogue.kept_measure(check_in.measure, check_in.measure_version), check_in.visit.therapist.practice
    )
    received_at = datetime.fromisoformat(row["received_at"])
    history = history_of(session, check_in, Marking(row["marked"]), received_at, declined=bool(row["declined"]))
    scored = score(measure, json.loads(row["marks"]))
    found = tuple(_renamed(Signal(**kept) for kept in json.loads(row["signals"])))
    talk = Talk(row["talk"]) if row["talk"] else None
    advice = prompts.choose(found, scored, talk, history.last_lead, row["phase"]).in_words_for(measure)
    lines = dict(history.last.score.marked) if history.last else {}
    return {
        "score": json.dumps(asdict(scored)),
        "before": json.dumps({"total": history.last_total, "lines": lines}),
        "advice": json.dumps(asdict(advice)),
        "signals": json.dumps([asdict(signal) for signal in found]),
        "lead": advice.lead.rule if advice.lead else None,
    }


def _renamed(found: Iterable[Signal]) -> Iterator[Signal]:
    """Name signals as this version does, each rule once; those of rules that are gone are left out."""
    told: set[str] = set()
    for signal in found:
        rule = RENAMED.get(signal.rule, signal.rule)
        is_arrow = signal.rule == "drop" and signal.severity == 0
        if signal.rule in GONE or (rule in told and not is_arrow):
            continue
        told.add(rule)
        yield signal if is_arrow or rule == signal.rule else replace(signal, rule=rule, figures=_figures(signal))


def _figures(signal: Signal) -> dict[str, float | str]:
    """Name the figures as this version does; a number of deviations said nothing about a mark, and goes."""
    kept = signal.figures
    usual = next(kept[name] for name in ("usual", "mean", "before") if name in kept)
    figures = {name: kept[name] for name in ("total", "mark") if name in kept}
    return {**figures, "usual": usual, "earlier": 1.0 if "before" in kept else 3.0, "cue": usual}


def _settle(visit: Visit) -> None:
    """Set when a visit's shared result was shown, its prompt, and the people whom *apart from group* is about."""
    answered = [(one, one.response) for one in visit.check_ins if one.response is not None]
    shown = [one.revealed_at for one, _ in answered if one.revealed_at is not None]
    visit.revealed_at = max(shown) if shown and len(shown) == len(answered) else None
    lead = prompts.choose_for_visit(kept_together(visit))
    visit.together_lead = asdict(lead) if lead else None
    is_apart = any(signal["rule"] == APART for signal in visit.together or ())
    given = [response for _, response in answered if not response.declined]
    visit.apart = people_apart(visit, given) if is_apart else []
