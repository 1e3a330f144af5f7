"""Work that is done once, so that no request pays for it."""

from inspect import iscoroutinefunction

import pytest

from kiosk.storage.db import WRITER, db
from tests.support.practice import Cast


def test_no_function_of_a_request_is_a_coroutine(cast: Cast) -> None:
    """The app gives each back as it is (`ensure_sync`): a coroutine would never run."""
    by_blueprint = (
        cast.app.before_request_funcs,
        cast.app.after_request_funcs,
        cast.app.teardown_request_funcs,
        cast.app.template_context_processors,
    )
    functions = [
        *cast.app.view_functions.values(),
        *(each for kind in by_blueprint for functions in kind.values() for each in functions),
        *cast.app.teardown_appcontext_funcs,
    ]
    assert len(functions) > 100
    assert [each for each in functions if iscoroutinefunction(each)] == []


def test_the_serializer_of_sessions_is_made_once(cast: Cast) -> None:
    sessions = cast.app.session_interface
    made = [sessions.get_signing_serializer(cast.app) for _ in range(2)]  # type: ignore[attr-defined]  # by cookies
    assert made[0] is made[1] is not None


@pytest.mark.parametrize("engine", [None, WRITER])
def test_no_statement_looks_for_listeners(cast: Cast, engine: str | None) -> None:
    with cast.on_stage():
        assert not db.engines[engine]._has_events  # noqa: SLF001 -- SQLAlchemy asks the same at each statement
