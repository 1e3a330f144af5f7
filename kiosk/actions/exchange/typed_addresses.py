"""Addresses of servers elsewhere, as somebody typed them."""

from collections.abc import Collection
from typing import Final

from kiosk.domain.phrases import Phrase, phrase
from kiosk.domain.refusals import Invalid
from kiosk.network import Network
from kiosk.outgoing import RequestFault, fault_in

FAULTS: Final = {
    RequestFault.PRIVATE: phrase(
        "This address is in a private network. Whoever looks after the server can allow it: KIOSK_PRIVATE_NETWORKS."
    ),
    RequestFault.UNENCRYPTED: phrase("The address has to begin with https://, so that nobody can read along."),
}


def check_address(url: str, allowed: Collection[Network], longest: int, example: Phrase) -> None:
    """Refuse an address to which nothing may be sent. Raises Invalid; `example` says how a right one looks."""
    fault = fault_in(url, allowed) if len(url) <= longest and url.isascii() else RequestFault.ADDRESS
    if fault:
        raise Invalid(FAULTS.get(fault, example), "url")
