"""Mixed news of one province, for laws that hold whatever the news brings."""

from hypothesis import Phase
from hypothesis import strategies as st

from parsers.records import Report
from tests.factories import KHOST, KHOST_PROVINCE, a_report

STATE = "Afghan government"
LAW = (Phase.explicit, Phase.reuse, Phase.generate)  # shrinking would load hundreds of warehouses
BACK, LEFT, PEACE = "territory_regained", "territory_lost_or_withdrawn", "territory_taken_peacefully"
TOWN = {**KHOST, "place": "Gurbuz", "place_id": "7053299", "place_kind": "district", "seat": False}
DAYS = st.none() | st.integers(10, 16).map(lambda day: f"2021-08-{day}")
PLACES = st.sampled_from([KHOST, KHOST, KHOST_PROVINCE, TOWN, {**KHOST, "admin1": None}])


@st.composite
def some_news(draw: st.DrawFn) -> list[Report]:
    """Up to a dozen mentions in up to five articles of one week, all sorts mixed."""
    reports = []
    for n in range(draw(st.integers(0, 12))):
        article = draw(st.integers(0, 4))
        fields = {
            "type": draw(st.sampled_from(["territory_captured", "territory_captured", PEACE, BACK, LEFT, "attack"])),
            "actor": draw(st.sampled_from(["Taliban", "Taliban", STATE, "ISKP", None])),
            "assertion": draw(st.sampled_from(["reported", "confirmed", "claimed", "contested", "denied"])),
            "modality": draw(st.sampled_from(["actual"] * 4 + ["planned", "background"])),
            "extent": draw(st.sampled_from(["unknown", "full", "partial"])),
            "root_source": draw(st.sampled_from(["AFP", "AP", "claim:Taliban", None])),
            "day": draw(DAYS),
            "start": 100 * n,
            **draw(PLACES),
        }
        published = f"2021-08-{12 + article}"
        reports.append(
            a_report(article_id=f"a{article}", outlet=f"O{article}", seq=article, published=published, **fields)
        )
    return reports
