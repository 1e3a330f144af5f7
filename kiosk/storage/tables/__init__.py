"""The tables. Every row belongs to one practice; the words are those of the domain."""

from kiosk.storage.binding import bind_rows
from kiosk.storage.tables.answers import Guess, Repair, Response, SafetyRecord, Sign, VisitRepair
from kiosk.storage.tables.audit import AuditEntry, ChainLink, Ticket
from kiosk.storage.tables.base import (
    Base,
    IsChained,
    IsTriedAgain,
    OfPractice,
    new_public_id,
    new_salt,
    table_of,
)
from kiosk.storage.tables.calendars import Calendar, CalendarCode
from kiosk.storage.tables.clients import Client, Consent, Goal, Handover, Pause, TakenBack
from kiosk.storage.tables.corrections import Correction
from kiosk.storage.tables.data_keys import DataKey
from kiosk.storage.tables.erasures import ErasedRow, Erasure, KeptRecord
from kiosk.storage.tables.exchange import Import, Task
from kiosk.storage.tables.factors import ApiToken, Challenge, CodeApp, HalfLogin, Passkey, RecoveryCode
from kiosk.storage.tables.loops import OpenLoop
from kiosk.storage.tables.onward import RecordCopy, RecordPatient, RecordSystem
from kiosk.storage.tables.owners import client_of, named, whose
from kiosk.storage.tables.people import (
    GivenRole,
    Login,
    OneTimeLink,
    Person,
    Practice,
    SharedWords,
    Supervision,
    known_roles,
)
from kiosk.storage.tables.schedule import NotedPerson, NotedSession, Plan, SavedGroup, SavedMember
from kiosk.storage.tables.server import Failure, Instance, Job, KeptMeasure, SentRequest
from kiosk.storage.tables.tablets import Pairing, Tablet, TabletCopy
from kiosk.storage.tables.visits import CheckIn, Event, Visit
from kiosk.storage.tables.webhooks import Delivery, Webhook

__all__ = [
    "ApiToken",
    "AuditEntry",
    "Base",
    "Calendar",
    "CalendarCode",
    "ChainLink",
    "Challenge",
    "CheckIn",
    "Client",
    "CodeApp",
    "Consent",
    "Correction",
    "DataKey",
    "Delivery",
    "ErasedRow",
    "Erasure",
    "Event",
    "Failure",
    "GivenRole",
    "Goal",
    "Guess",
    "HalfLogin",
    "Handover",
    "Import",
    "Instance",
    "IsChained",
    "IsTriedAgain",
    "Job",
    "KeptMeasure",
    "KeptRecord",
    "Login",
    "NotedPerson",
    "NotedSession",
    "OfPractice",
    "OneTimeLink",
    "OpenLoop",
    "Pairing",
    "Passkey",
    "Pause",
    "Person",
    "Plan",
    "Practice",
    "RecordCopy",
    "RecordPatient",
    "RecordSystem",
    "RecoveryCode",
    "Repair",
    "Response",
    "SafetyRecord",
    "SavedGroup",
    "SavedMember",
    "SentRequest",
    "SharedWords",
    "Sign",
    "Supervision",
    "Tablet",
    "TabletCopy",
    "TakenBack",
    "Task",
    "Ticket",
    "Visit",
    "VisitRepair",
    "Webhook",
    "known_roles",
    "named",
    "new_salt",
    "table_of",
    "whose",
]

bind_rows(Base, new_public_id, client_of)
