"""Values as JSON documents: as the standard library has them, in lists and objects alone."""

import json
from dataclasses import asdict

from kiosk.domain import prompts
from kiosk.domain.documents import as_document
from tests.unit.domain.cases import SESSION, found, marks, scored


def test_what_is_stored_of_a_finding_is_what_json_reads_back() -> None:
    score, signals = scored(9.1, 4.2, 9.0, 8.8), found(marks(9.1, 4.2, 9.0, 8.8))
    advice = prompts.choose(signals, score, None, None, "").in_words_for(SESSION)
    assert as_document(score) == json.loads(json.dumps(asdict(score)))
    assert as_document(advice) == json.loads(json.dumps(asdict(advice)))
    assert as_document(signals) == [json.loads(json.dumps(asdict(signal))) for signal in signals] != []
