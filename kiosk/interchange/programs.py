"""Values of the queries as the schemas of the API have them: for its routes, and for webhooks."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from kiosk.domain.measures import Measure
from kiosk.domain.prompts import Prompt
from kiosk.domain.public_ids import PublicId
from kiosk.domain.reasons import why
from kiosk.domain.scoring import Score, points
from kiosk.domain.signals import Signal
from kiosk.interchange import program_schema as schemas
from kiosk.queries.program_events import ProgramEvent
from kiosk.queries.program_records import ProgramCorrection, ProgramErasure, ProgramLoop
from kiosk.queries.programs import ProgramCheckIn, ProgramVisit
from kiosk.queries.results import Result, Withheld
from kiosk.queries.several import FoundTogether


def visit(seen: ProgramVisit, address: str) -> schemas.Visit:
    """One visit; links begin with the `address` of the server."""
    together = seen.together
    found = together if isinstance(together, FoundTogether) else None
    return schemas.Visit(
        id=seen.id,
        place=seen.place,
        kind=seen.kind,
        began_at=_moment(seen.began_at),
        check_ins=[check_in(one, address) for one in seen.check_ins],
        withheld=_withheld(together) if isinstance(together, Withheld) else None,
        signals=_signals(found.signals, found.measure, "en") if found else [],
        prompts=_prompts(found.lead) if found else [],
    )


def check_in(one: ProgramCheckIn, address: str) -> schemas.CheckIn:
    """One check-in."""
    seen, result, link = one.check_in, one.check_in.result, one.link
    outcome = seen.outcome
    return schemas.CheckIn(
        id=seen.id,
        visit=seen.visit,
        client=seen.code,
        client_id=seen.client,
        part=seen.part.value,
        measure=seen.measure,
        version=seen.version,
        language=seen.language,
        state=seen.state.value,
        begun_at=_moment(seen.begun_at),
        opened_at=_moment(seen.opened_at) if seen.opened_at else None,
        closed_at=_moment(seen.closed_at) if seen.closed_at else None,
        url=f"{address}/c/{link.token}" if link else None,
        short_code=link.short_code if link else None,
        qr_svg_url=f"{address}/api/v1/check-ins/{seen.id}/qr.svg" if link else None,
        withheld=_withheld(outcome) if isinstance(outcome, Withheld) else None,
        answers=_answers(result, one.measure) if result else None,
        score=_score(result.score) if result and result.score.is_scored else None,
        words=result.words if result and one.has_words is not None else None,
        words_withheld=bool(result and (one.has_words is None or result.words_kept_back)),
        talk=result.talk.value if result and result.talk else None,
        signals=_signals(result.signals, one.measure, seen.language) if result else [],
        prompts=_prompts(result.advice.lead, result.advice.also) if result else [],
    )


def history(
    client_id: PublicId, found: Sequence[ProgramCheckIn], after: PublicId | None, address: str
) -> schemas.History:
    """A page of a client's check-ins, and after which one the next begins."""
    return schemas.History(client_id, [check_in(one, address) for one in found], after)


def measure(found: Measure) -> schemas.Measure:
    """One form."""
    return schemas.Measure(
        id=found.id,
        version=found.version,
        name=dict(found.names),
        languages=list(found.languages),
        part=found.part.value,
        items=[
            schemas.Item(
                item.id,
                item.kind,
                {language: text.question for language, text in item.texts.items()},
                [points(option.value) for option in item.options],
            )
            for item in found.items
        ],
        source=found.source,
        licence=found.licence,
    )


def event(name: str, told: ProgramEvent) -> schemas.Event:
    """One event, by the name after which a program can ask for the next."""
    return schemas.Event(name, cast("schemas.Happening", told.kind.value), _moment(told.at), told.visit, told.check_in)


def erased(seen: ProgramErasure) -> schemas.Erased:
    """One erasure."""
    return schemas.Erased(seen.id, seen.what.value, seen.about, seen.at.isoformat())


def open_loop(seen: ProgramLoop) -> schemas.OpenLoop:
    """One open loop."""
    return schemas.OpenLoop(
        id=seen.id,
        client=seen.code,
        client_id=seen.client,
        topic=seen.topic.value,
        kind=seen.kind.value if seen.kind else None,
        opened_at=_moment(seen.opened_at),
        visit=seen.visit,
        check_in=seen.check_in,
    )


def correction(seen: ProgramCorrection) -> schemas.Correction:
    """One correction."""
    return schemas.Correction(
        id=seen.id,
        kind=seen.kind.value,
        reason=cast("schemas.SetAside", seen.reason) or None,
        client=seen.code or None,
        to_client=seen.to_code or None,
        by=seen.by,
        made_at=_moment(seen.made_at),
        undone_at=_moment(seen.undone_at) if seen.undone_at else None,
    )


def _answers(result: Result, form: Measure) -> Mapping[str, float | None]:
    marks = {item.id: result.marks.get(item.id) for item in form.items}
    return {item: None if mark is None else points(mark) for item, mark in marks.items()}


def _score(score: Score) -> schemas.Score:
    return schemas.Score(
        total=None if score.total is None else points(score.total),
        max=points(score.maximum),
        subscales={name: None if part is None else points(part) for name, part in score.subscales.items()},
        estimated=score.estimate,
    )


def _signals(signals: Sequence[Signal], form: Measure, language: str) -> Sequence[schemas.Signal]:
    return [schemas.Signal(one.rule, one.severity, str(why(one, form, language)), dict(one.figures)) for one in signals]


def _prompts(*prompts: Prompt | None) -> Sequence[schemas.Prompt]:
    found = [prompt for prompt in prompts if prompt]
    return [schemas.Prompt(str(one.say), str(one.ask) if one.ask else None, str(one.avoid)) for one in found]


def _withheld(withheld: Withheld) -> schemas.Withheld:
    return schemas.Withheld(withheld.reason.value, _moment(withheld.received_at))


def _moment(at: datetime) -> str:
    return at.isoformat()
