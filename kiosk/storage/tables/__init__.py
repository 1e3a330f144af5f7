"""The tables. Every row belongs to one practice; the words are those of the domain."""

from kiosk.storage.tables.answers import Guess, Repair, Response, Sign, VisitRepair
from kiosk.storage.tables.base import Base, OfPractice
from kiosk.storage.tables.clients import Client, Goal, Pause, TakenBack
from kiosk.storage.tables.people import Login, OneTimeLink, Person, Practice
from kiosk.storage.tables.server import Failure, KeptMeasure
from kiosk.storage.tables.visits import CheckIn, Event, Visit

__all__ = [
    "Base",
    "CheckIn",
    "Client",
    "Event",
    "Failure",
    "Goal",
    "Guess",
    "KeptMeasure",
    "Login",
    "OfPractice",
    "OneTimeLink",
    "Pause",
    "Person",
    "Practice",
    "Repair",
    "Response",
    "Sign",
    "TakenBack",
    "Visit",
    "VisitRepair",
]
