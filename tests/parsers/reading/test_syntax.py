"""Masked parses lead back to the original text, character by character."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from parsers.reading.syntax import parse_paragraphs
from parsers.records import Place, PlaceHit


def hit(text: str, name: str, start: int = 0) -> PlaceHit:
    at = text.index(name, start)
    return PlaceHit(start=at, stop=at + len(name), text=name, place=Place(name=name, kind="city"))


def test_a_place_of_many_tokens_is_one_token() -> None:
    text = "Rebels took Mazar-i-Sharif’s airport."
    place = hit(text, "Mazar-i-Sharif")
    (parsed,) = parse_paragraphs(text, [(0, len(text))], [place])
    (token,) = [t for t in parsed.doc if parsed.hit(t)]
    assert parsed.hit(token) == place
    assert text[parsed.start(token) : parsed.stop(token)] == "Mazar-i-Sharif"


def test_a_misread_form_is_parsed_as_a_plain_verb() -> None:
    text = "The army retook Kunduz."
    (parsed,) = parse_paragraphs(text, [(0, len(text))], [hit(text, "Kunduz")])
    verb = next(t for t in parsed.doc if t.lemma_ == "recapture")
    assert verb.pos_ == "VERB"
    assert text[parsed.start(verb) : parsed.stop(verb)] == "retook"


def test_a_token_is_found_by_its_original_offset() -> None:
    text = "In Lashkar Gah the rebels overran the base on Sunday."
    (parsed,) = parse_paragraphs(text, [(0, len(text))], [hit(text, "Lashkar Gah")])
    token = parsed.token_at(text.index("Sunday"))
    assert token is not None
    assert token.text == "Sunday"
    assert parsed.token_at(len(text) + 5) is None


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Kunduz", "retook", "the", "“army”", "Deir ez-Zor", "overrun,", "é", "–", "😀"]),
        min_size=1,
        max_size=12,
    )
)
def test_every_token_maps_to_its_own_characters(words: list[str]) -> None:
    text = " ".join(words)
    hits: list[PlaceHit] = []
    at = 0
    for word in words:
        if word in ("Kunduz", "Deir ez-Zor"):
            hits.append(hit(text, word, at))
        at += len(word) + 1
    (parsed,) = parse_paragraphs(text, [(0, len(text))], hits)
    spans = [(parsed.start(t), parsed.stop(t)) for t in parsed.doc]
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert {text[a:b] for t, (a, b) in zip(parsed.doc, spans, strict=True) if parsed.hit(t)} == {h.text for h in hits}
