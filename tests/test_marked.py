"""The markup of test sentences refuses what it cannot read."""

import pytest
from marked import MarkupError, parse


def test_text_and_marks_come_apart() -> None:
    sentence = parse('trao <amount value="5">5 <unit>đồng</unit></amount>.', {"amount", "unit"})
    assert sentence.text == "trao 5 đồng."
    assert [(m.tag, m.quote, m.attrs) for m in sentence.marks] == [("amount", "5 đồng", {"value": "5"}), ("unit", "đồng", {})]
    assert [sentence.text[m.start : m.end] for m in sentence.marks] == ["5 đồng", "đồng"]


@pytest.mark.parametrize(
    "bad",
    [
        "<amount>5 đồng",
        "5 đồng</amount>",
        "<amount></amount>",
        "<amount><unit>5</amount></unit>",
        "<sum>5</sum>",
        "<amount value=5>5</amount>",
        '<amount value="5" value="6">5</amount>',
        '<amount>5</amount value="5">',
        "<amount >5</amount>",
    ],
)
def test_bad_markup_is_refused(bad: str) -> None:
    with pytest.raises(MarkupError):
        parse(bad, {"amount", "unit"})
