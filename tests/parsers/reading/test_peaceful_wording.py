"""Sport, business, weather, history and courts speak of sieges and flags too: wide patterns raise nothing there."""

import pytest

from parsers.reading.mentions import read_mentions
from parsers.records import Article

PEACEFUL = [
    "Madrid's keeper was beaten from thirty metres in Lisbon and the visitors surrendered a lead of two goals.",
    "The captain of Ghana's team handed the armband to a younger player before the match in Accra.",
    "Japan's coach was relieved that his strikers came home from Doha without an injury.",
    "Shares in Toronto retreated as the bank trimmed its forecast, and the peso recovered what it had lost.",
    "The airline of Kenya moved its head office from Nairobi to a new building near the airport.",
    "A maker of tractors in Turkey signed a supply contract with a firm in Ankara.",
    "Thunderstorms pounded the coast of Portugal and cut the railway between Lisbon and Porto.",
    "Snow closed two roads in the hills above Lebanon's Beirut, the weather office said.",
    "A museum in Vienna shows letters that a soldier wrote during the siege of 1683.",
    "The treaty of 1648 ended a war of thirty years, a historian in Berlin told students.",
    "A judge in Manila sentenced a broker to nine years for fraud.",
    "Lawyers in Lagos argued for a week over who owns a warehouse of cement.",
    "The choir of Dakar sang in a packed church in Paris and flew home on Sunday.",
    "Voters in Bolivia queued at schools in La Paz to choose a new mayor.",
]
TOLERATED = {"statement", "diplomatic_contact"}  # words said are told of anybody


@pytest.mark.parametrize("text", PEACEFUL)
def test_peaceful_wording_raises_nothing(text: str) -> None:
    told = read_mentions(Article(article_id="x", title="", text=text))
    assert not [m.type for m in told if m.modality not in ("negated", "hypothetical") and m.type not in TOLERATED]
