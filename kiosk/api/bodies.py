"""Reading what a program sends: a JSON object with the fields of a schema and no other."""

from collections.abc import Mapping
from dataclasses import fields as fields_of
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from flask import request

from kiosk.api.problems import DETAILS, Problem
from kiosk.domain.place import Place
from kiosk.domain.public_ids import NOBODY, public_id
from kiosk.domain.visit_kinds import MOST, Together
from kiosk.interchange.program_schema import Ending, NewCheckIn, NewCorrection, NewVisit

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

AnyWord = TypeVar("AnyWord", bound=StrEnum)
BECOMES: Final[tuple[Literal["moved", "somebody-else", "mistake", "trial"], ...]] = (
    "moved",
    "somebody-else",
    "mistake",
    "trial",
)


def new_visit() -> NewVisit:
    """Read the body of a visit to begin. Raises Problem, which names the field at fault."""
    body = _fields(_json(), "the body", NewVisit)
    people = body.get("check_ins")
    if not isinstance(people, list) or not 1 <= len(people) <= MOST:
        raise Problem(422, f"“check_ins” must be a list of 1 to {MOST} people.")
    kind = _one_of(Together, body, "kind") if body.get("kind") is not None else None
    if len(people) > 1 and kind is None:
        raise Problem(422, "For several people say who they are to each other: “kind” is couple, family or group.")
    return NewVisit(
        therapist=_text(body, "therapist"),
        place=_one_of(Place, body, "place"),
        check_ins=[_new_check_in(person, number) for number, person in enumerate(people)],
        kind=kind,
    )


def ending() -> Ending:
    """Read what became of an open loop. Raises Problem."""
    match _text(_fields(_json(), "the body", Ending), "ending"):
        case "done":
            return Ending("done")
        case "not-needed":
            return Ending("not-needed")
        case _:
            raise Problem(422, "“ending” must be done or not-needed.")


def new_correction() -> NewCorrection:
    """Read what to do with an answer that is not its client's. Raises Problem."""
    body = _fields(_json(), "the body", NewCorrection)
    becomes = next((one for one in BECOMES if one == _text(body, "becomes")), None)
    if becomes is None:
        raise Problem(422, f"“becomes” must be one of: {', '.join(BECOMES)}.")
    client_id = _text(body, "client_id")
    if public_id(client_id) == NOBODY:
        raise Problem(422, "“client_id” must be the id of the client whose check-in it is now.")
    return NewCorrection(client_id, becomes, _text(body, "to_client", ""), _text(body, "note", ""))


def _new_check_in(person: object, number: int) -> NewCheckIn:
    fields = _fields(person, f"“check_ins[{number}]”", NewCheckIn)
    is_new, language = fields.get("new_client", False), _text(fields, "language", "")
    if not isinstance(is_new, bool):
        raise Problem(422, "“new_client” must be true or false.")
    return NewCheckIn(
        client=_text(fields, "client"),
        measure=_text(fields, "measure", NewCheckIn.measure),
        language=language,
        new_client=is_new,
    )


def _json() -> object:
    if request.mimetype != "application/json":
        raise Problem(415, DETAILS[415])
    try:
        return request.get_json()
    except RecursionError as too_deep:
        raise Problem(400, DETAILS[400]) from too_deep


def _fields(value: object, name: str, schema: "type[DataclassInstance]") -> Mapping[str, Any]:
    known = {field.name for field in fields_of(schema)}
    if not isinstance(value, dict):
        raise Problem(422, f"Send {name} as a JSON object.")
    if unknown := sorted(value.keys() - known):
        raise Problem(422, f"There is no field “{unknown[0][:40]}” in {name}. There are: {', '.join(sorted(known))}.")
    return value


def _one_of(words: type[AnyWord], found: Mapping[str, Any], name: str) -> AnyWord:
    if found.get(name) not in list(words):
        *others, last = words
        raise Problem(422, f"“{name}” must be {', '.join(others)} or {last}.")
    return words(found[name])


def _is_text(value: str) -> bool:
    """Return whether a database can keep it: JSON can name halves of characters, and none."""
    return "\0" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _text(fields: Mapping[str, Any], name: str, usual: str | None = None) -> str:
    value = fields.get(name, usual)
    if not isinstance(value, str) or not _is_text(value):
        raise Problem(422, f"“{name}” must be a text.")
    return value
