"""Each page rule can fail, and a page that keeps them all passes."""

import pytest
from flask import Flask, Response, redirect

from tests.web.page_rules import PageRuleClient, check_page

GOOD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Join</title>
<link rel="stylesheet" href="/static/css/checkin.css">
<script type="module" src="/static/js/checkin.js"></script>
</head>
<body>
<!-- a comment is no element -->
<h1 id="top">Join</h1>
<a href="#top">Up</a> <a href="https://example.org/">Elsewhere</a>
<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">
<svg aria-hidden="true" viewBox="0 0 8 8"><path d="M0 4h8"/></svg>
<form method="post" action="/login">
<input type="hidden" name="csrf_token" value="abc">
<label for="code">Code</label> <input id="code" name="code" aria-describedby="hint">
<p id="hint">Eight letters and digits.</p>
<label><input type="radio" name="place" value="room"> In the room</label>
<textarea name="note" aria-label="A note"></textarea>
<select name="measure" aria-labelledby="top"><option value="a">A</option></select>
<button>Open</button> <input type="submit" value="Open">
</form>
</body>
</html>
"""


def broken(before: str, after: str) -> list[str]:
    assert before in GOOD
    return check_page(GOOD.replace(before, after))


def test_a_good_page_breaks_no_rule() -> None:
    assert check_page(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("<!doctype html>\n", "", "line 1: "),
        ("</form>", "</form></section>", "End tag (section) seen too early"),
        ('<p id="hint">', '<p id="hint" id="other">', "line "),
        ('<html lang="en">', "<html>", "no lang"),
        ('<html lang="en">', '<html lang="">', "no lang"),
        ("<title>Join</title>", "<title> </title>", "title"),
        ("<title>Join</title>\n", "", "title"),
        ("</h1>", "</h1><h1>Again</h1>", "one h1"),
        ('<h1 id="top">Join</h1>', '<p id="top">Join</p>', "one h1"),
        ('<h1 id="top">Join</h1>', '<h1 id="top"></h1>', "h1 without words"),
        ('<label for="code">Code</label>', "", 'no label: <input id="code"'),
        ('<label for="code">Code</label>', '<label for="code"></label>', "no label"),
        ("<label><input", "<span><input", 'no label: <input name="place"'),
        (' aria-label="A note"', ' placeholder="A note"', 'no label: <textarea name="note"'),
        (' aria-labelledby="top"', "", 'no label: <select name="measure"'),
        ("<button>Open</button>", "<button></button>", "nothing to read aloud: <button>"),
        (
            "<button>Open</button>",
            '<button><svg aria-hidden="true"><path/></svg></button>',
            "nothing to read aloud: <button>",
        ),
        ('type="submit" value="Open"', 'type="submit"', "nothing to read aloud: <input"),
        ('<a href="#top">Up</a>', '<a href="#top"></a>', "nothing to read aloud: <a"),
        ('<p id="hint">', '<p id="top">', '2 elements have the id "top"'),
        ('<p id="hint">', '<p id="">', "an empty id"),
        ('<p id="hint">', "<p>", 'nothing has the id "hint"'),
        ('for="code"', 'for="cod"', 'nothing has the id "cod"'),
        ('href="#top"', 'href="#bottom"', 'nothing has the id "bottom"'),
        ('aria-labelledby="top"', 'aria-labelledby="top tip"', 'nothing has the id "tip"'),
        ('<p id="hint">', '<p id="hint" style="color: red">', "style on <p"),
        ("</head>", "<style>p { color: red }</style></head>", "a style element"),
        ("</head>", "<script>let a</script></head>", "a script without src"),
        ("<button>", '<button onclick="go()">', "onclick on <button>"),
        ('href="https://example.org/"', 'href=" JavaScript:go()"', "a script for an address"),
        ('name="csrf_token"', 'name="token"', "neither csrf_token nor key"),
        ('value="abc"', 'value=""', "neither csrf_token nor key"),
        (' alt=""', "", "no alt: <img"),
        ('<svg aria-hidden="true"', "<svg", "a drawing that is neither"),
        ('src="/static/js', 'src="https://elsewhere.example/js', "from outside: https://elsewhere"),
        ('href="/static/css', 'href="//elsewhere.example/css', "from outside: //elsewhere"),
        ('action="/login"', 'action="http://elsewhere.example/"', "from outside: http://elsewhere"),
        (' alt=""', ' alt="" srcset="//elsewhere.example/a.png 2x"', "from outside: //elsewhere"),
    ],
)
def test_a_page_that_breaks_a_rule_is_told_which(before: str, after: str, fault: str) -> None:
    assert any(fault in found for found in broken(before, after)), broken(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('name="csrf_token"', 'name="key"'),
        ('value="abc"', 'value="" data-blank'),
    ],
)
def test_a_client_form_is_proven_by_its_key_and_the_short_code_by_itself(before: str, after: str) -> None:
    page = GOOD.replace('action="/login"', 'action="/join"') if "blank" in after else GOOD
    assert check_page(page.replace(before, after)) == []


def test_a_form_that_only_asks_needs_no_proof() -> None:
    page = GOOD.replace('method="post"', 'method="get"').replace('name="csrf_token"', 'name="token"')
    assert check_page(page) == []


def test_a_named_drawing_may_be_seen() -> None:
    assert broken('<svg aria-hidden="true"', '<svg role="img" aria-label="The mark"') == []


def test_a_fragment_needs_neither_title_nor_heading_nor_resolved_ids() -> None:
    part = '<!doctype html><html lang="en"><body><div id="live" aria-describedby="state"></div></body></html>'
    assert check_page(part, fragment=True) == []
    assert len(check_page(part)) == 3


@pytest.fixture
def client() -> PageRuleClient:
    app = Flask(__name__)
    app.test_client_class = PageRuleClient
    app.add_url_rule("/good", "good", lambda: GOOD)
    app.add_url_rule("/bad", "bad", lambda: GOOD.replace(' lang="en"', ""))
    app.add_url_rule("/moved", "moved", lambda: redirect("/bad"))
    app.add_url_rule("/text", "text", lambda: Response("<p>", content_type="text/plain"))
    app.add_url_rule("/visits/7/live", "live", lambda: '<!doctype html><html lang="en"><p>Sent</p></html>')
    made = app.test_client()
    assert isinstance(made, PageRuleClient)
    return made


@pytest.mark.parametrize("address", ["/good", "/moved", "/text", "/visits/7/live"])
def test_the_client_hands_on_what_keeps_the_rules(client: PageRuleClient, address: str) -> None:
    assert client.get(address).data


def test_the_client_stops_at_a_page_that_breaks_one(client: PageRuleClient) -> None:
    with pytest.raises(AssertionError, match="GET /bad breaks rules:\n  <html> has no lang"):
        client.get("/bad")


def test_the_client_reads_the_page_at_the_end_of_a_redirect(client: PageRuleClient) -> None:
    with pytest.raises(AssertionError, match="GET /bad"):
        client.get("/moved", follow_redirects=True)


def test_the_client_asks_nothing_of_an_answer_without_a_body(client: PageRuleClient) -> None:
    assert client.head("/bad").status_code == 200
