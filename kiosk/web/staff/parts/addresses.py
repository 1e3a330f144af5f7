"""Addresses of a check-in and of its visit on the staff's pages."""

from flask import url_for

from kiosk.domain.parts import Part
from kiosk.domain.public_ids import CheckInIds


def base_of(ids: CheckInIds) -> str:
    """Build the address below which everything about this check-in is posted."""
    return url_for("check_ins.check_in", check_in_id=ids.check_in)


def page_of(ids: CheckInIds) -> str:
    """Build the address of its page: the visit's own, or one person's in a visit of several or of its opening.

    Empty where it was with the therapist before.
    """
    if ids.is_former:
        return ""
    is_apart = ids.of_several or ids.part is Part.OPENING
    return base_of(ids) if is_apart else url_for("visits.visit", visit_id=ids.visit)


def session_of(ids: CheckInIds) -> str:
    """Build the address of the session that an answer belongs to; an opening check-in has a page of its own.

    Empty where it was with the therapist before.
    """
    if ids.is_former:
        return ""
    return base_of(ids) if ids.part is Part.OPENING else url_for("visits.visit", visit_id=ids.visit)


def alone_page_of(ids: CheckInIds) -> str:
    """Build the address of its page on a screen that only the therapist sees."""
    return url_for("check_ins.alone", check_in_id=ids.check_in)


def code_page_of(ids: CheckInIds, *, hidden: bool = False) -> str:
    """Build the address of its QR code alone."""
    return url_for("code_alone.code", check_in_id=ids.check_in, hidden=1 if hidden else None)


def visit_page_for(ids: CheckInIds) -> str:
    """Build the address of the visit's page, with this person's code where there are several."""
    return url_for("visits.visit", visit_id=ids.visit, person=ids.check_in if ids.of_several else None)
