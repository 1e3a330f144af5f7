"""The pages after the form: thanks, not me, too late, and one that says nothing of where one was."""

from flask import render_template
from flask.typing import ResponseReturnValue

from kiosk.domain.cues import cue_called
from kiosk.web.checkin.done import left_behind, once, went_away
from kiosk.web.checkin.pages import NotMePage, ThanksPage
from kiosk.web.checkin.room import bp
from kiosk.web.crisis import crisis_left
from kiosk.web.cues import cue_view
from kiosk.web.languages import use
from kiosk.web.paired import dressed


@bp.get("/c/not-me")
def not_mine() -> ResponseReturnValue:
    """Nothing is left to do but to hand it back."""
    match left_behind():
        case {"crisis": crisis, "language": str(language)}:
            use(language)
            page = NotMePage(crisis_left(crisis))
        case _:
            page = NotMePage()
    return once(render_template("checkin/not_me.html", page=page))


@bp.get("/c/thanks")
def thanks() -> ResponseReturnValue:
    """Thanks: once with the therapist's name, and after a reload without."""
    match left_behind():
        case {"therapist": str(therapist), "declined": bool(declined), "safety": bool(safety), **rest}:
            use(str(rest["language"]))
            cue = cue_called(str(rest["cue"])) if rest["of_several"] or dressed() else None
            view = cue_view(cue, str(rest["therapist_language"])) if cue else None
            page = ThanksPage(therapist, declined, safety, crisis_left(rest.get("crisis")), view)
        case _:
            page = ThanksPage("", declined=False, safety=False)
    return once(render_template("checkin/thanks.html", page=page))


@bp.get("/c/late")
def late() -> ResponseReturnValue:
    """Somebody's answer came after the form was closed; why, and by whom, is nobody's business."""
    return went_away(render_template("checkin/late.html"), 410)


@bp.get("/leave")
def leave() -> ResponseReturnValue:
    """A page that says nothing of where one was."""
    return went_away(render_template("checkin/away.html"), 200)
