"""The app is made without compiling what builds its addresses, and builds each of them as ever."""

import re
from collections.abc import Callable

import pytest
from werkzeug.routing import Map, Rule

from kiosk.web.shared.late_rules import LateRule
from tests.support.practice import Cast


def test_each_address_is_built_as_an_ordinary_rule_builds_it(cast: Cast) -> None:
    converters = cast.app.url_map.converters
    for one in cast.app.url_map.iter_rules():
        assert isinstance(one, LateRule)
        ordinary = Rule(one.rule, endpoint=one.endpoint, defaults=one.defaults, methods=one.methods)
        one_of = re.findall(r"<any\((\w+)[^)]*\):(\w+)>", one.rule)
        values = dict.fromkeys(one.arguments, "7") | {name: word for word, name in one_of} | {"of": "a b"}
        late, at_once = (Map([each], converters=converters).bind("localhost") for each in (one.empty(), ordinary))
        assert late.build(one.endpoint, values) == at_once.build(one.endpoint, values)


def test_nothing_is_compiled_before_an_address_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    as_ever = Rule._compile_builder  # noqa: SLF001 -- what is put off

    def compile_builder(rule: Rule, append_unknown: bool) -> Callable[..., tuple[str, str]]:  # noqa: FBT001 -- as there
        compiled.append(rule.rule)
        return as_ever(rule, append_unknown)

    monkeypatch.setattr(Rule, "_compile_builder", compile_builder)
    found = Map([LateRule("/clients/<int:number>", endpoint="client")]).bind("localhost")
    assert found.match("/clients/4") == ("client", {"number": 4})
    assert compiled == []
    for number in (4, 5):
        assert found.build("client", {"number": number}) == f"/clients/{number}"
    assert compiled == ["/clients/<int:number>"]
