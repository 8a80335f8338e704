"""Paragraphs are cut at line ends, and only those with a trigger stem are read."""

from parsers.reading.gate import compile_gate, paragraphs


def test_paragraphs_are_lines_that_hold_something() -> None:
    text = "One.\n\n  \nTwo.\n"
    assert [text[a:b] for a, b in paragraphs(text)] == ["One.", "Two."]


def test_a_stem_opens_the_gate_at_the_start_of_a_word_only() -> None:
    gate = compile_gate(["captur", "fell"])
    assert gate.search("They Captured it")
    assert gate.search("it fell")
    assert not gate.search("befell")


def test_an_endless_line_is_read_in_pieces() -> None:
    text = "The Taliban captured Kunduz on Sunday, " * 500
    pieces = [text[a:b] for a, b in paragraphs(text)]
    assert max(map(len, pieces)) <= 2000
    assert "".join("".join(pieces).split()) == "".join(text.split())
