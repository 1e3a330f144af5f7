"""An answer comes out one way: read, then made a page of."""

from tests.bench.ways import ways
from tests.support.practice import Cast

READ = ("storage/", "queries/", "actions/")


def test_once_the_page_of_an_answer_is_being_made_nothing_is_read_any_more(cast: Cast) -> None:
    _, (_, way) = ways(cast)
    at = way.of_view.index("web/staff/visits/present.py")
    assert any(file.startswith(READ) for file in way.of_view[:at])
    assert [file for file in way.of_view[at:] if file.startswith(READ)] == []
