"""A time belongs to the clause that it hangs on."""

from datetime import UTC, date, datetime

import pytest

from parsers.reading.dating import read_when
from parsers.reading.readers import read_both
from parsers.reading.times import find_times
from parsers.records import Article

SUNDAY = datetime(2021, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Taliban captured Kunduz on Saturday.", date(2021, 8, 14)),
        ("The Taliban captured Kunduz, which the army had held since Friday.", None),
        ("The Taliban captured Kunduz, officials said on Sunday.", date(2021, 8, 15)),
        ("Fighting began on Friday. The Taliban captured Kunduz.", date(2021, 8, 13)),
        ("The Taliban captured Kunduz.", None),
        ("Kunduz changed hands on 7 August: the Taliban captured it at dawn.", date(2021, 8, 7)),
    ],
)
def test_when(text: str, day: date | None) -> None:
    both = read_both(Article(article_id="a", title="", text=text, published=SUNDAY))
    assert both is not None
    ruling = next(r for r in both.rulings if r.pattern.id == "territory.take")
    when = read_when(ruling.trigger, ruling.found.start, ruling.parsed, both.context, find_times(both.context.text))
    assert when.start == day
