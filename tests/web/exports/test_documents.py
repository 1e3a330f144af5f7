"""Documents about a client: their record to read, and summaries on paper, each with what it may have and no more."""

import pytest

from kiosk import clock
from kiosk.actions.clients.goals import Aim, agree_goal
from kiosk.actions.clients.handover import offer_clients
from kiosk.actions.clients.pauses import PauseReason, pause_client, resume_client
from kiosk.domain.public_ids import PublicId
from kiosk.storage.tables import Client, Practice
from tests.support.pdf import printed
from tests.support.practice import WELL, Cast
from tests.support.stored import change
from tests.web.browsing import Desk, read
from tests.web.one_client import LOW, USUAL, answered

WORDS = 'It was #panic("no") *bold* <script>alert(1)</script> & Ελληνικά'
NOTE = "Ask for the list."
LETTER, A4 = (612, 792), (595, 842)
DOCUMENTS = ("record.html", "record.pdf", "summary.pdf", "summary-for-client.pdf")


def text_of(desk: Desk, document: str) -> str:
    """A document as it is read, in one line."""
    response = desk.get(f"{desk.client_path()}/{document}")
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Disposition"].startswith("attachment")
    text = read(response) if document.endswith(".html") else printed(response.data).text
    return " ".join(text.replace("’", "'").split())  # noqa: RUF001 -- as printed


@pytest.fixture
def told(cast: Cast, alice: Desk) -> None:
    """A client of whom there is something of everything."""
    answered(cast, 1, USUAL)
    waiting = cast.begin()
    alice.post(f"/check-ins/{waiting.check_in}/guess", {"guess-understood": "9", "in-the-way": "no"})
    cast.send(waiting, None, **LOW, words=WORDS, talk="now", safety="yes")
    alice.post(f"/check-ins/{waiting.check_in}/signs", {"seen": "one-word"})
    alice.post(f"/check-ins/{waiting.check_in}/repair", {"outcome": "talked", "note": NOTE})
    alice.post(f"/check-ins/{waiting.check_in}/safety", {"spoken": "yes"})
    client = PublicId(alice.client_path().rpartition("/")[2])
    with cast.on_stage():
        me, now = cast.actor(cast.alice), clock.now()
        agree_goal(me, client, Aim("own", "More time for the list."), now)
        pause_client(me, client, PauseReason.SCREEN, now)
        resume_client(me, client, now)
        offer_clients(me, [client], cast.actor(cast.bob).id, "", now)
    alice.post(f"{alice.client_path()}/rename", {"code": "C-015"})


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize("kind", ["html", "pdf"])
def test_the_record_to_read_has_something_of_everything(alice: Desk, kind: str) -> None:
    alice.get(f"{alice.client_path()}/record.json")
    said = text_of(alice, f"record.{kind}")
    for words in (
        "What is kept about you",
        "Your code: C-014.",
        "“More time for the list.”, agreed on 3 June 2026.",
        "From 3 June 2026 to 3 June 2026: somebody else could see the screen.",
        "Alice offered to hand over to Bob.",
        "Session with Alice, in the room. Form: Session check, version 2.",
        "What we worked on was … 4.2",
        "Total: 31.4 of 40.",
        "You wanted to talk about it at once.",
        "You asked for help staying safe.",
        WORDS,
        "What we worked on: 4.2, below our cue of 5.",
        "Your therapist's guess before your answer: Being understood 9.0.",
        "What your therapist noticed: Short answers.",
        "you talked about it.",
        NOTE,
        "After your call for help, 3 June 2026, 14:48, Alice: spoke with you.",
        "3 June 2026 your record was taken out as a file Alice",
    ):
        assert words in said


@pytest.mark.usefixtures("told")
def test_a_pdf_is_tagged_and_has_its_title_language_and_the_paper_of_the_practice(cast: Cast, alice: Desk) -> None:
    path = alice.client_path()
    found = printed(alice.get(f"{path}/summary.pdf").data)
    assert (found.title, found.language, found.is_tagged, found.size) == ("Summary of C-014", "en", True, A4)
    kept = {"name": "Lindenhof", "time_zone": "UTC", "paper": "us-letter"}
    assert alice.post("/settings", kept).status_code == 303
    assert printed(alice.get(f"{path}/summary.pdf").data).size == LETTER
    change(cast, Practice, Practice.id == 1, paper="papyrus")
    assert printed(alice.get(f"{path}/summary.pdf").data).size == A4


@pytest.mark.usefixtures("told")
def test_the_summary_for_the_client_has_their_marks_and_words_and_nothing_of_rules_or_notes(alice: Desk) -> None:
    own, plain = text_of(alice, "summary.pdf"), text_of(alice, "summary-for-client.pdf")
    assert WORDS in own
    assert WORDS in plain
    assert "between 31.4 and 37.1, the latest 31.4" in plain
    assert ("cue to ask" in own, "Noted: Ask for the list." in own) == (True, True)
    assert [words for words in ("cue", NOTE, "usual", "guess", "noticed") if words in plain] == []


def test_an_answer_that_waits_to_be_opened_is_in_no_document(cast: Cast, alice: Desk) -> None:
    answered(cast, 1)
    cast.send(cast.begin(place="telehealth"), None, **LOW, words="Not for this screen.")
    said = {document: text_of(alice, document) for document in DOCUMENTS}
    assert [each for each, text in said.items() if "Not for this screen." in text or "31.4" in text] == []
    assert "your therapist has not opened it yet" in said["record.html"]
    assert "An answer is waiting to be opened." in said["summary.pdf"]


def test_what_is_for_a_client_is_in_their_language(cast: Cast, alice: Desk) -> None:
    answered(cast, 0, words="كنت أريد أن أتحدث عن أختي")
    change(cast, Client, Client.code_index == "C-014", language="ar")
    path = alice.client_path()
    page = alice.get(f"{path}/record.html").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "What is kept about you" not in page
    assert 'dir="rtl">كنت أريد' in page
    for document in ("record", "summary-for-client"):
        found = printed(alice.get(f"{path}/{document}.pdf").data)
        assert (found.language, found.is_tagged) == ("ar", True)
        assert "أختي" in found.text, "Arabic can be searched for, each word as it was written"
    assert 'lang="de"' in alice.get(f"{path}/record.html?in=de").text
    assert 'lang="ar"' in alice.get(f"{path}/record.html?in=tlh").text


@pytest.mark.usefixtures("told")
def test_goals_from_a_template_and_signs_are_in_the_clients_language_too(cast: Cast, alice: Desk) -> None:
    path = alice.client_path()
    with cast.on_stage():
        client = PublicId(path.rpartition("/")[2])
        agree_goal(cast.actor(cast.alice), client, Aim("felt-understood", ""), clock.now())
    page = alice.get(f"{path}/record.html?in=fr").text
    assert "Réponses courtes" in page
    assert "Le sentiment qu’on me comprend, dans 3 séances sur 4." in page  # noqa: RUF001 -- as printed


def test_a_sign_that_no_font_has_is_said_to_be_missing(cast: Cast, alice: Desk) -> None:
    answered(cast, 0, words="No such sign: \u0378.")
    assert "Some signs cannot be drawn in this file." in text_of(alice, "summary-for-client.pdf")
    assert "Some signs" not in text_of(alice, "record.html")


def test_a_client_without_answers_has_documents_too(cast: Cast, alice: Desk) -> None:
    cast.begin()
    assert "Nothing is marked yet." in text_of(alice, "summary-for-client.pdf")
    assert "Nothing answered yet." in text_of(alice, "summary.pdf")
    assert "Not answered." in text_of(alice, "record.pdf")


def test_a_client_who_declined_is_said_to_have_chosen_so(cast: Cast, alice: Desk) -> None:
    answered(cast, 0, {}, decline="yes")
    assert "You chose not to answer." in text_of(alice, "record.html")
    assert "The client chose not to answer." in text_of(alice, "summary.pdf")
    answered(cast, 0, WELL)
