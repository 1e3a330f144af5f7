"""An answer comes out one way: its event reaches the open page, which is read and made anew, through few files."""

from tests.bench.ways import ways
from tests.support.practice import Cast

READ = ("storage/", "queries/", "actions/")
MOST_FILES = 8


def test_an_answer_comes_out_one_way_through_few_files(cast: Cast) -> None:
    found = dict(ways(cast))
    of_live = {file for file in found["event out"].of_view if not file.startswith("storage/")}
    steps = {"live/feed.py", "live/inbox.py", "live/stream.py", "live/aside.py", "live/sse.py"}
    assert of_live == steps | {"core.py"}  # which Flask asks at the end of a context
    for way in (found["part of the page"], found["page of a visit"]):
        made = way.of_view.index("web/staff/visits/present.py")
        assert any(file.startswith(READ) for file in way.of_view[:made])
        assert [file for file in way.of_view[made:] if file.startswith(READ)] == []
        assert len(set(way.with_answer)) <= MOST_FILES
