"""Words of one article on one capture in, its verdict out."""

import pytest

from parsers.fusing import fuse_article
from parsers.records import Mention
from tests.factories import a_mention

FIRM, CLAIM, DENIAL = {"assertion": "reported"}, {"assertion": "claimed"}, {"assertion": "denied"}
MONDAY, FRIDAY = {"day": "2021-08-09"}, {"day": "2021-08-13"}


def said(*words: dict[str, str]) -> list[Mention]:
    return [a_mention(start=100 * n, **word) for n, word in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ([CLAIM], "claimed"),
        ([CLAIM, DENIAL], "contested"),
        ([FIRM, CLAIM, DENIAL], "reported"),
        ([FIRM, DENIAL], "reported"),
        ([FIRM, {"assertion": "contested"}], "reported"),
        ([FIRM, {"assertion": "confirmed"}, DENIAL], "confirmed"),
        ([{"assertion": "contested"}, DENIAL], "contested"),
        ([DENIAL, DENIAL], "denied"),
        ([{**CLAIM, **FRIDAY}, {**DENIAL, **MONDAY}], "claimed"),
        ([{**CLAIM, **FRIDAY}, DENIAL], "contested"),
        ([CLAIM, {**DENIAL, "actor": "ISKP"}], "claimed"),
    ],
    ids=str,
)
def test_the_verdict_of_an_article(words: list[dict[str, str]], verdict: str) -> None:
    assert fuse_article(said(*words)) == verdict
    assert fuse_article(said(*reversed(words))) == verdict
