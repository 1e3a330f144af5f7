"""The pages of the staff in each of their states, from the login to the settings."""

import json
import secrets
from datetime import timedelta
from functools import partial

from playwright.sync_api import Page, expect
from pyotp import TOTP
from sqlalchemy import select

from kiosk import clock
from kiosk.actions.accounts.manage_people import add_person, disable_person
from kiosk.actions.accounts.one_time_codes import new_secret
from kiosk.actions.accounts.second_factor import turn_on_codes
from kiosk.actions.practice.supervise import agree_supervision
from kiosk.actions.tablets.pair import make_tablet, take_place
from kiosk.actions.visits.change import Outcome, record_repair
from kiosk.actions.visits.open import Opened, open_visit
from kiosk.domain.actors import CommandLine, Role, Visitor
from kiosk.domain.imports import ImportKind, Stage
from kiosk.domain.onward import Algorithm, Step, WantedState
from kiosk.domain.public_ids import PublicId
from kiosk.keys import keys
from kiosk.smart import new_key
from kiosk.storage import factors, tablets
from kiosk.storage import people as people_stored
from kiosk.storage.db import reading, writing
from kiosk.storage.paged_files import PagedWriter
from kiosk.storage.sealed_files import SealedWriter
from kiosk.storage.tables import Calendar, CheckIn, Import, Passkey, Person, Plan, RecordCopy, RecordSystem, Tablet
from kiosk.storage.work import unit_of_work
from tests.browser.house import House
from tests.browser.scenes import LOW, WELL, WORDS, Scene, at
from tests.browser.tablet import find_tablet, send_to
from tests.browser.therapist import VISIT, start
from tests.support.practice import PASSWORD, Waiting


def login_refused(house: House, page: Page) -> None:
    page.goto(house.url("/login"))
    page.get_by_label("Email").fill("somebody@example.org")
    page.get_by_label("Password").fill("not the password of anybody")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("#problems")).to_be_visible()


def code_asked(house: House, page: Page) -> None:
    """Carol's password was right; she has an app."""
    codes_of(house, house.cast.carol)
    page.goto(house.url("/login"))
    page.get_by_label("Email").fill("carol@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now the code")


def code_to_scan(house: House, page: Page) -> None:
    page.goto(house.url("/account/codes"))
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Show the picture to scan").click()
    expect(page.get_by_role("img", name="QR code for your app")).to_be_visible()


def passkeys(house: House, page: Page) -> None:
    """Carol has one already, and would have to type a code to add another."""
    codes_of(house, house.cast.carol)
    with house.cast.on_stage(), writing() as session:
        carol = session.get_one(Person, house.cast.carol)
        held = {"practice_id": carol.practice_id, "person_id": carol.id, "made_at": clock.now(), "sign_count": 0}
        session.add(Passkey(credential_id=secrets.token_bytes(32), public_key=b"", name="Laptop", **held))
    house.by_name().log_in(page, house.cast.carol)
    page.goto(house.by_name().url("/account/passkeys"))
    page.get_by_text("Rename or remove").first.click()


def codes_of(house: House, person: int) -> None:
    """This person's login asks for codes from here on, if it did not yet."""
    secret, now = new_secret(), clock.now()
    with house.cast.on_stage():
        if factors.code_app(reading(), person) is None:
            turn_on_codes(house.cast.actor(person), secret, TOTP(secret).at(now), now)


def one_time_link(house: House, page: Page) -> None:
    page.goto(house.url(house.cast.one_time_link(house.cast.bob)))


def people(house: House, page: Page) -> None:
    """With one person's row unfolded."""
    page.goto(house.url("/people"))
    page.get_by_text("Roles, new link, or disable").first.click()


def record_system(house: House, page: Page) -> None:
    """Tried and switched on, with one answer that it did not take; what would be sent is unfolded."""
    waiting = house.cast.begin("C-700")
    house.cast.send(waiting, None, understood="9.4")
    with house.cast.on_stage(), writing() as session:
        alice, now = session.get_one(Person, house.cast.alice), clock.now()
        check_in = session.scalars(select(CheckIn).where(CheckIn.public_id == waiting.check_in)).one()
        steps = [{"step": step, "ok": step is not Step.TOKEN, "outcome": "status 401 invalid_client"} for step in Step]
        system = RecordSystem(
            practice_id=alice.practice_id,
            name="Practice Records",
            url="https://records.example.org/fhir",
            client_id="before-you-go",
            algorithm=Algorithm.ES384,
            key=new_key(Algorithm.ES384),
            with_words=True,
            trial={"at": now.isoformat(), "steps": steps[:3]},
            made_at=now,
            on_since=now,
        )
        session.add(system)
        session.flush()
        copy = RecordCopy(
            practice_id=alice.practice_id,
            system_id=system.id,
            check_in_id=check_in.id,
            client_id=check_in.client_id,
            patient="123",
            wanted=WantedState.FINAL,
            scores=1,
            failures=1,
            outcome="sending status 422 not-found Observation.subject",
            made_at=now,
        )
        session.add(copy)
    page.goto(house.url("/settings/records"))
    page.get_by_text("What exactly would be sent").click()


def dry_run(house: House, page: Page) -> None:
    """A file of past scores of which one row is refused."""
    with house.cast.on_stage(), writing() as session:
        alice, now = session.get_one(Person, house.cast.alice), clock.now()
        row = Import(
            practice_id=alice.practice_id,
            person_id=alice.id,
            kind=ImportKind.SCORES,
            stage=Stage.CHECKED,
            name="past.csv",
            look="",
            columns={},
            counts={"measure": "session-check", "version": 2, "taken": 1, "refused": 1, "empty": 0, "new": 1},
            made_at=now,
        )
        session.add(row)
        session.flush()
        import_id = row.public_id
        with SealedWriter.new(import_id) as file:
            file.write(b"code")
        with PagedWriter.new(f"{import_id}.refused") as pages:
            pages.add({"line": 3, "why": {"text": "The code is missing.", "figures": {}}})
        marks = {"line": 2, "code": "OLD-1", "new": True, "at": now.isoformat(), "marks": {"topics": 0}, "total": None}
        with PagedWriter.new(f"{import_id}.taken") as pages:
            pages.add(marks)
    page.goto(house.url(f"/imports/{import_id}"))


def calendar(house: House, page: Page) -> None:
    """A pattern that is tried on the next entries, and a code of which it is not known whose it is."""
    now = clock.now()
    with house.cast.on_stage(), writing() as session:
        person = session.get_one(Person, house.cast.alice)
        own = {"practice_id": person.practice_id, "therapist_id": person.id}
        if session.scalars(select(Calendar).where(Calendar.therapist_id == person.id)).first() is None:
            titles = ("C-014", "C-O14 Erstgespräch", "Dentist")
            look = json.dumps([(now.date().isoformat(), 60 * hour, title) for hour, title in enumerate(titles, 9)])
            counts = {"failures": 0, "fault": "", "entries": 3, "with_code": 2}
            row = Calendar(**own, **counts, url="https://calendar.example.org", file="", etag="", made_at=now)
            row.pattern, row.look, row.looked_at, row.read_at = "C-*", look, now, now
            session.add(row)
            session.flush()
            day = now.date() + timedelta(days=2)
            plan = Plan(**own, calendar_id=row.id, code="C-O14", first_on=day, minute=600, weekly=False, made_at=now)
            session.add(plan)
    page.goto(house.url("/calendar"))


def supervision(house: House, page: Page) -> None:
    """The page for the hour of the practice's first person with a supervisor."""
    with house.cast.on_stage(), unit_of_work(CommandLine(), clock.now()) as work:
        practice = work.session.get_one(Person, house.cast.alice).practice_id
        if people_stored.by_any_email(work.session, "sam@example.org") is None:
            add_person(work, practice, "Sam", "sam@example.org", "", [Role.SUPERVISOR])
    with house.cast.on_stage():
        sam = people_stored.by_any_email(reading(), "sam@example.org")
        assert sam
        agree_supervision(house.cast.actor(house.cast.alice), sam.public_id, clock.now() - timedelta(weeks=12))
    page.goto(house.url("/supervision"))
    page.get_by_role("link", name="Sam").click()
    expect(page.get_by_role("heading", name="What became of dips")).to_be_visible()


def full_day(house: House, page: Page) -> None:
    house.met_before("C-014")
    house.met_before("C-021")
    waiting = house.begin(code="C-014")
    house.send(waiting, LOW)
    kept(house, waiting.check_in, Outcome.NEXT, "Ask about the letter first.")
    house.begin(place="telehealth", code="C-030")
    page.goto(house.url("/"))


def kept(house: House, check_in: PublicId, outcome: Outcome, note: str) -> None:
    with house.cast.on_stage():
        record_repair(house.cast.actor(house.cast.alice), check_in, outcome, note, clock.now())


def start_refused(house: House, page: Page) -> None:
    page.goto(house.url("/"))
    page.get_by_label("Client code", exact=True).fill("!?")
    page.get_by_role("button", name="Start check-in", exact=True).click()
    expect(page.locator("#problems")).to_be_visible()


def start_while_one_is_open(house: House, page: Page) -> None:
    house.begin(code="C-030")
    page.goto(house.url("/"))
    page.get_by_label("Client code", exact=True).fill("C-030")
    page.get_by_role("button", name="Start check-in", exact=True).click()
    expect(page.get_by_role("link", name="Continue")).to_be_visible()


def visit(house: House, page: Page, *, leaf: str = "", code: str = "C-014") -> None:
    house.free(code)
    page.goto(house.url("/"))
    started = start(page, code)
    if leaf:
        page.goto(house.url(f"/check-ins/{house.token_of(started).check_in}{leaf}"))


def withdrawn(house: House, page: Page) -> None:
    visit(house, page)
    page.get_by_role("button", name="Withdraw this check-in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check-in withdrawn")


def result(house: House, page: Page, *, marks: dict[str, float], place: str = "room", **others: str) -> None:
    """The result of an answer, for a client who has been here before."""
    house.met_before("C-014")
    answered(house, page, marks=marks, place=place, **others)


def answered(house: House, page: Page, *, marks: dict[str, float], place: str = "room", **others: str) -> None:
    waiting = house.begin(place=place, code="C-014")
    house.send(waiting, marks, **others)
    page.goto(house.url(f"/visits/{waiting.visit}"))


def repaired(house: House, page: Page) -> None:
    result(house, page, marks=LOW, words=WORDS)
    page.get_by_label("Note (part of the client").fill("Ask about her sister first.")
    page.get_by_role("button", name="Next time").click()
    expect(page.get_by_text("Saved at")).to_be_visible()


def client(house: House, page: Page, *, code: str = "C-014") -> None:
    """The page of a client who has been here before, reached from the list."""
    page.goto(house.url("/clients"))
    page.get_by_role("link", name=code, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(code)


def known_client(house: House, page: Page) -> None:
    house.met_before("C-014", weeks=6)
    client(house, page)


def on_paper(house: House, page: Page) -> None:
    """The form on which an answer from paper is typed in."""
    known_client(house, page)
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}/paper")


def sessions(house: House, page: Page) -> None:
    """A day with sessions that were asked about, one that was planned, and one noted by hand."""
    full_day(house, page)
    page.goto(house.url("/sessions"))
    page.get_by_label("Client code").fill("C-021")
    page.get_by_label("Crisis").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Held, not asked: a crisis.").first).to_be_visible()


def erasing(house: House, page: Page) -> None:
    """The list of what goes with a client, and the code to type."""
    known_client(house, page)
    page.goto(f"{page.url.partition('?')[0].partition('#')[0]}/erase")


def family(house: House, page: Page) -> None:
    """A session of three, waiting."""
    codes = ("C-051", "C-052", "C-053")
    house.free(*codes)
    page.goto(house.url("/"))
    page.get_by_text("More than one person").click()
    page.get_by_label("Family").check()
    for place, code in enumerate(codes, start=1):
        page.get_by_label(f"Client code {place}", exact=True).fill(code)
    page.get_by_role("button", name="Start a check-in for each").click()
    page.wait_for_url(VISIT)


def waiting_with_tablets(house: House, page: Page) -> None:
    """A session beside two tablets: one that is asleep, one that is ready."""
    with house.cast.on_stage():
        practice = reading().get_one(Person, house.cast.alice).practice_id
        known = {tablet.room for tablet in tablets.of_practice(reading(), practice)}
        links = {
            room: make_tablet(CommandLine(), practice, room, clock.now())
            for room in ("Room 2", "Room 3")
            if room not in known
        }
        if link := links.get("Room 3"):
            take_place(Visitor(), link, clock.now())
    visit(house, page)
    expect(page.get_by_text("Room 3, ready").first).to_be_visible()


def blocked(house: House, page: Page) -> None:
    """Bob's session beside a tablet that shows a form of Alice's, which nobody has touched for a while."""
    room = f"Room {house.new_code()}"
    with house.cast.on_stage():
        link = make_tablet(CommandLine(), reading().get_one(Person, house.cast.alice).practice_id, room, clock.now())
        take_place(Visitor(), link, clock.now())
    send_to(house, house.begin(), room)
    with house.cast.on_stage(), writing() as session:
        tablet = session.get_one(Tablet, find_tablet(house, room).id)
        tablet.sent_at = tablet.touched_at = clock.now() - timedelta(minutes=40)
    visit(house, page, code=house.new_code())
    expect(page.get_by_text("last touched 40 minutes ago").first).to_be_visible()


def asked_to_free(house: House, page: Page) -> None:
    blocked(house, page)
    page.get_by_role("link", name="Free it for my form").first.click()
    expect(page.get_by_role("button", name="Free it, and show my form there")).to_be_visible()


def private(house: House, page: Page) -> None:
    """Only Alice sees this screen: it shows at once what is held on others."""
    code = house.new_code()
    house.send(house.begin(place="telehealth", code=code), LOW, words=WORDS, safety="yes")
    page.goto(house.url("/"))
    page.locator("#main").get_by_role("switch", name="Only I can see this screen").click()
    expect(page.get_by_role("region", name=f"{code}: asks for help staying safe")).to_be_visible()


def alone(house: House, page: Page) -> None:
    private(house, page)
    page.get_by_role("region", name=f"C-{house.clients}: asks for help").get_by_role("link").click()
    expect(page.get_by_label("Spoken with them")).to_be_visible()


def left_clients(house: House, page: Page) -> None:
    """Dana can no longer log in to Carol's practice; one of her clients asked for help since."""
    name = secrets.token_hex(4)
    with house.cast.on_stage():
        with unit_of_work(CommandLine(), clock.now()) as work:
            practice = work.session.get_one(Person, house.cast.carol).practice_id
            dana = add_person(work, practice, "Dana", f"{name}@example.org", "").id
        opened = [
            open_visit(house.cast.actor(dana), f"{code}-{name}", "session-check", "room", clock.now())
            for code in ("L", "M")
        ]
        forms = [
            Waiting(one.visit, one.check_in, keys().link_token(one.check_in, 1))
            for one in opened
            if isinstance(one, Opened)
        ]
    with house.cast.on_stage():
        disable_person(CommandLine(), f"{name}@example.org", clock.now())
    house.send(forms[0], LOW, safety="yes")
    house.send(forms[1], WELL)
    house.log_in(page, house.cast.carol)
    page.get_by_role("link", name="Clients without a therapist").click()
    expect(page.get_by_role("heading", name=f"L-{name}")).to_be_visible()


def left_record(house: House, page: Page) -> None:
    left_clients(house, page)
    page.get_by_role("link", name="Their record").first.click()
    expect(page.get_by_role("radio", name="For the practice")).to_be_checked()


def set_up(house: House, page: Page) -> None:
    """The first page of a new server, where no time zone was found."""
    page.goto(house.url(house.cast.set_up_link("")))
    expect(page.get_by_label("Time zone of the practice")).to_be_visible()


def set_up_refused(house: House, page: Page) -> None:
    set_up(house, page)
    page.get_by_label("Name of the practice").fill("Riverside")
    page.get_by_label("Your name, as clients know it").fill("Dana")
    page.get_by_label("Email, to log in with").fill("dana@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Time zone of the practice").fill("Middle/Nowhere")
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("#problems")).to_be_visible()


prompt = partial(result, marks=LOW, words=WORDS, talk="now")
safety = partial(result, marks=LOW, words=WORDS, safety="yes")
held = partial(result, marks=LOW, words=WORDS, place="telehealth")


def with_a_step_opened(house: House, page: Page) -> None:
    """A step of repair shows its sentence, and every reason is unfolded."""
    prompt(house, page)
    page.get_by_text("Own your part").click()
    page.locator("#more-why > summary").click()
    expect(page.get_by_text("I think I went too fast there")).to_be_visible()


STAFF = (
    Scene("login", at("/login")),
    Scene("login refused", login_refused, expected="status of 4"),
    Scene("one-time link", one_time_link),
    Scene("empty day", at("/"), who="bob"),
    Scene("full day", full_day, who="alice"),
    Scene("start refused", start_refused, who="alice", expected="status of 422"),
    Scene("start while one is open", start_while_one_is_open, who="alice", expected="status of 409"),
    Scene("waiting", visit, who="alice"),
    Scene("code alone", partial(visit, leaf="/code"), who="alice"),
    Scene("withdrawn", withdrawn, who="alice"),
    Scene("prompt", with_a_step_opened, who="alice"),
    Scene("no concern", partial(result, marks=WELL), who="alice"),
    Scene("not enough", partial(result, marks={"topics": 9.0}), who="alice"),
    Scene("chose not to answer", partial(result, marks={}, decline="yes"), who="alice"),
    Scene("safety", safety, who="alice"),
    Scene("held", held, who="alice"),
    Scene("repaired", repaired, who="alice"),
    Scene("account", at("/account"), who="alice"),
    Scene("code asked", code_asked),
    Scene("code to scan", code_to_scan, who="alice"),
    Scene("passkeys", passkeys),
    Scene("clients", at("/clients"), who="alice"),
    Scene("one client", known_client, who="alice"),
    Scene("erasing", erasing, who="alice"),
    Scene("from paper", on_paper, who="alice"),
    Scene("sessions of a day", sessions, who="alice"),
    Scene("planned", at("/schedule"), who="alice"),
    Scene("still open", at("/open"), who="alice"),
    Scene("programs", at("/account/programs"), who="alice"),
    Scene("webhooks", at("/account/webhooks"), who="alice"),
    Scene("look over", at("/clients/look-over"), who="alice"),
    Scene("how long", at("/settings/retention"), who="alice"),
    Scene("record system", record_system, who="alice"),
    Scene("a family waiting", family, who="alice"),
    Scene("settings", at("/settings"), who="alice"),
    Scene("people", people, who="alice"),
    Scene("hand over", at("/handover"), who="alice"),
    Scene("export", at("/exports"), who="alice"),
    Scene("import", at("/imports"), who="alice"),
    Scene("dry run", dry_run, who="alice"),
    Scene("calendar", calendar, who="alice"),
    Scene("supervision", supervision, who="alice"),
    Scene("month", at("/month"), who="alice"),
    Scene("audit log", at("/settings/audit"), who="alice"),
    Scene("cues", at("/settings/cues"), who="alice"),
    Scene("privacy notice", at("/settings/privacy"), who="alice"),
    Scene("waiting with tablets", waiting_with_tablets, who="alice"),
    Scene("tablets", at("/settings/tablets"), who="alice"),
    Scene("forms", at("/settings/forms"), who="alice"),
    Scene("blocked by a colleague", blocked, who="bob"),
    Scene("asked to free", asked_to_free, who="bob"),
    Scene("private day", private, who="alice"),
    Scene("result alone", alone, who="alice"),
    Scene("left clients", left_clients),
    Scene("left record", left_record),
    Scene("nobody left", at("/settings/without-therapist"), who="alice"),
    Scene("set up", set_up),
    Scene("set up refused", set_up_refused, expected="status of 422"),
    Scene("no such visit", at(f"/visits/{'0' * 32}"), who="alice", expected="status of 404"),
)
