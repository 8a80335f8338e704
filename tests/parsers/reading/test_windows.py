"""Windows: every place one slot, every token a way back, no sentence lost."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from parsers.reading.windows import (
    BUDGET,
    CLS,
    FIRST_SLOT,
    LONGEST,
    RECENT_ID,
    SEP,
    SLOTS,
    TITLE_LIMIT,
    Mark,
    build_window,
    cut,
    find_ranges,
    find_recent,
    find_sentences,
    key_of,
)


def encode(pieces: list[str]) -> list[tuple[list[int], list[tuple[int, int]]]]:
    """A token a word: id 200 and more by its length."""
    return [([200 + len(m.group()) for m in words], [m.span() for m in words]) for words in map(_words, pieces)]


def _words(piece: str) -> list[re.Match[str]]:
    return list(re.finditer(r"\w+|[^\w\s]", piece))


def marks_of(text: str, *names: str) -> list[Mark]:
    return sorted(
        (Mark(m.start(), m.end(), key_of(name)) for name in names for m in re.finditer(re.escape(name), text)),
        key=lambda mark: mark.start,
    )


def test_a_name_becomes_one_token_that_leads_back_to_its_characters() -> None:
    text = "Rebels took Mazar-i-Sharif on Friday."
    tokens = cut(text, marks_of(text, "Mazar-i-Sharif"), encode)
    at = tokens.marks.index(0)
    assert text[slice(*tokens.spans[at])] == "Mazar-i-Sharif"
    assert [text[a:b] for a, b in tokens.spans] == ["Rebels", "took", "Mazar-i-Sharif", "on", "Friday", "."]


def test_equal_names_share_a_slot_and_kinds_have_their_own() -> None:
    title, text = "Qalat falls", "They took Qalat. Kabul said Farah held."
    heads = marks_of(title, "Qalat")
    marks = [
        m if m.key != "kabul" else Mark(m.start, m.stop, m.key, 2) for m in marks_of(text, "Qalat", "Kabul", "Farah")
    ]
    head, body = cut(title, heads, encode), cut(text, marks, encode)
    window = build_window(head, heads, body, marks, (0, len(body.ids)))
    slots = [window.ids[position] for position, _, _ in window.slots]
    assert slots == [FIRST_SLOT, FIRST_SLOT, FIRST_SLOT + 2 * SLOTS + 1, FIRST_SLOT + 2]
    assert [in_title for _, in_title, _ in window.slots] == [True, False, False, False]
    assert window.ids[0] == CLS
    assert window.ids[window.body - 1] == window.ids[-1] == SEP


def test_more_names_than_slots_begin_again() -> None:
    names = [f"Town{chr(97 + i)}" for i in range(SLOTS + 1)]
    text = " ".join(names)
    marks = marks_of(text, *names)
    body = cut(text, marks, encode)
    window = build_window(cut("", [], encode), [], body, marks, (0, len(body.ids)))
    assert window.ids[window.slots[0][0]] == window.ids[window.slots[-1][0]]


def test_a_long_title_is_cut() -> None:
    body = cut("It fell.", [], encode)
    window = build_window(cut("word " * 90, [], encode), [], body, [], (0, len(body.ids)))
    assert window.body == TITLE_LIMIT + 2


def test_sentences_end_at_stops_and_lines_but_not_after_titles_and_initials() -> None:
    text = 'Gen. Abdul R. Dostum fled. "We left." U.S. troops stayed\nThe city fell.'
    starts = list(find_sentences(text))
    assert [text[a : a + 6] for a in starts] == ["Gen. A", '"We le', "U.S. t", "The ci"]


def test_dates_of_the_last_two_weeks_are_found_where_they_are_in_figures() -> None:
    text = "They took it on 5 July, not on Friday, not on 5 May and not in 2019."
    found = find_recent(text, date(2021, 7, 8))
    assert [text[a:b] for a, b in found] == ["5 July"]
    assert find_recent(text, None) == []


def test_a_mark_with_a_word_is_shown_as_that_word_and_is_no_slot() -> None:
    text = "It fell on 5 July."
    marks = [Mark(11, 17, "", word=RECENT_ID)]
    body = cut(text, marks, encode)
    window = build_window(cut("", [], encode), [], body, marks, (0, len(body.ids)))
    assert RECENT_ID in window.ids
    assert window.slots == ()


def test_names_with_hyphens_and_spaces_have_one_key() -> None:
    assert key_of("Pul-e-Khumri") == key_of("pul e Khumri") == "pulekhumri"


@given(st.lists(st.integers(1, 260), max_size=12), st.integers(20, 140))
def test_ranges_cover_every_token_once_in_order(lengths: list[int], budget: int) -> None:
    text = " ".join("Word " * (n - 1) + "end." for n in lengths)
    tokens = cut(text, [], encode)
    ranges = find_ranges(text, tokens, budget=budget)
    assert [i for a, b in ranges for i in range(a, b)] == list(range(len(tokens.ids)))
    assert all(b - a <= max(budget, LONGEST) for a, b in ranges)


def test_a_window_takes_as_many_sentences_as_the_budget_allows() -> None:
    text = " ".join("Word " * 30 + "end." for _ in range(4))
    tokens = cut(text, [], encode)
    assert find_ranges(text, tokens, budget=BUDGET) == [(0, 96), (96, 128)]
