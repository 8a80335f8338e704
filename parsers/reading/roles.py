"""A trigger word of any part of speech -> the words around it, who does it, and whom or what it befalls."""

from calendar import month_name
from collections.abc import Iterator
from functools import lru_cache

from spacy.tokens import Doc, Token

NUMBER, NAMES = "#", "@names"  # among the lemmas of a condition: any number; what many bear, as "Britons"
MONTHS = frozenset(month_name)
VERBAL = ("VERB", "AUX")
ENDS = frozenset({";", "|", "•"})  # where one piece of news ends within a sentence
QUOTES = frozenset({'"', "“", "”", "``", "''"})
TAILS = (("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
OWNERS = ("poss", "amod", "compound", "nmod")
UNDERGOING = frozenset({"of", "on", "against", "at", "upon"})


def forms_of(token: Token) -> frozenset[str]:
    """What a word may be a form of, whatever the tagger took it for: in headlines "shell" is a noun, "shut" a name."""
    return forms_in(token.doc)[token.i]


def forms_in(doc: Doc) -> list[frozenset[str]]:
    """The forms of all words of a paragraph, worked out once; "#" marks a number, "@names" a name of many."""
    found: list[frozenset[str]] | None = doc.user_data.get("forms")
    if found is None:
        found = doc.user_data["forms"] = [_read_forms(token) for token in doc]
    return found


def lemmas_in(doc: Doc) -> list[str]:
    """The lemmas of all words of a paragraph, worked out once."""
    found: list[str] | None = doc.user_data.get("lemmas")
    if found is None:
        found = doc.user_data["lemmas"] = [token.lemma_.lower() for token in doc]
    return found


def _read_forms(token: Token) -> frozenset[str]:
    tag = token.tag_
    if tag == "NNP" and token.text in MONTHS:
        return frozenset()  # "on March 18" nobody marches
    found = word_forms(token.lemma_.lower(), token.lower_)
    mark = NAMES if tag == "NNPS" else NUMBER if tag == "CD" or token.like_num else None
    return found | {mark} if mark else found


@lru_cache(maxsize=20_000)
def word_forms(lemma: str, word: str) -> frozenset[str]:
    """The lemma and the word, and what endings make of it: "stopped" may be "stop"."""
    found = {lemma, word}
    for tail, plain in TAILS:
        stem = word.removesuffix(tail)
        if stem == word or len(stem) < 3:
            continue
        found.add(stem + plain)
        if not plain and stem[-1] == stem[-2]:
            found.add(stem[:-1])
    return frozenset(found)


def stretch(token: Token, within: int) -> Iterator[Token]:
    """The words of the sentence up to so many words away, nearest first, up to the end of its piece of news."""
    doc = token.doc
    return (doc[i] for i in sorted(reach(token, within), key=lambda i: (abs(i - token.i), i < token.i)))


def reach(token: Token, within: int) -> list[int]:
    """Where these words stand, in text order."""
    first, last = _news_of(token)
    at = token.i
    return [i for i in range(max(first, at - within), min(last, at + within + 1)) if i != at]


def _news_of(token: Token) -> tuple[int, int]:
    """[first, last) word of the piece of news: a sentence, or what stands between its semicolons."""
    doc = token.doc
    edges: dict[int, tuple[int, int]] = doc.user_data.setdefault("news", {})
    if token.i not in edges:
        sentence = token.sent
        cuts = [t.i for t in sentence if t.text in ENDS]
        for first, last in zip([sentence.start, *(c + 1 for c in cuts)], [*cuts, sentence.end], strict=True):
            edges.update(dict.fromkeys(range(first, min(last + 1, sentence.end)), (first, last)))
    return edges[token.i]


def find_doers(trigger: Token) -> list[Token]:
    """Who does it: subject, "by", the owner of a noun; who stands before a colon or beside a quotation."""
    if trigger.text == ":":
        return _before_colon(trigger)
    if trigger.text in QUOTES:
        return _beside_quote(trigger)
    found = [o for p in trigger.children if p.dep_ in ("agent", "prep") and p.lower_ == "by" for o in _objects(p)]
    if trigger.pos_ in VERBAL:
        return _subjects(trigger) + found
    named = [c for c in trigger.children if c.dep_ in OWNERS and (c.dep_ == "poss" or c.text[:1].isupper())]
    return found + named + _above(trigger)


def find_sufferers(trigger: Token) -> list[Token]:
    """Whom or what it befalls: object, passive subject, the noun of a participle, "of" or "on" after a noun."""
    if trigger.pos_ not in VERBAL:
        return [o for p in trigger.children if p.dep_ == "prep" and p.lower_ in UNDERGOING for o in _objects(p)]
    found = [c for c in trigger.children if c.dep_ in ("dobj", "nsubjpass", "dative")]
    if not found and trigger.dep_ == "acl" and trigger.tag_ == "VBN":
        found.append(trigger.head)
    return found


def _subjects(verb: Token) -> list[Token]:
    """The active subject, inherited from the verb that this one hangs on."""
    for _ in range(4):
        if any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children):
            return []
        own = [c for c in verb.children if c.dep_ == "nsubj"]
        if own or verb.head == verb or verb.dep_ not in ("conj", "xcomp", "advcl"):
            return own
        verb = verb.head
    return []


def _above(noun: Token) -> list[Token]:
    """ "the army carried out an evacuation": who does it with a verb of little meaning."""
    head = noun.head
    if noun.dep_ == "pobj" and head.head.pos_ in VERBAL:
        head = head.head
    elif noun.dep_ != "dobj":
        return []
    return _subjects(head) if head.pos_ in VERBAL else []


def _objects(preposition: Token) -> list[Token]:
    return [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]


def _before_colon(colon: Token) -> list[Token]:
    """ "The UN's envoy: stop the guns": the phrase that ends at the colon, where it opens the sentence."""
    before = [t for t in colon.doc[colon.sent.start : colon.i] if not t.is_punct]
    if not before or len(before) > 9:
        return []
    last = before[-1]
    while last.head.i < colon.i and last.head.i >= before[0].i and last.head != last and last.pos_ not in VERBAL:
        last = last.head
    return [t for t in (before[-1], last) if t.pos_ in ("NOUN", "PROPN")]


def _beside_quote(mark: Token) -> list[Token]:
    """Nouns and names of the sentence that stand outside the quotation, nearest first."""
    inside, found = False, []
    for token in mark.sent:
        if token.text in QUOTES:
            inside = not inside
        elif not inside and token.pos_ in ("PROPN", "NOUN") and token.dep_ not in ("compound", "pobj", "npadvmod"):
            found.append(token)
    return sorted(found, key=lambda t: abs(t.i - mark.i))
