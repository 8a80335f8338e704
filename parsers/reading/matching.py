"""A parse and a family of patterns in, matches out: which word triggers, and which words its path leads to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from parsers.knowledge.patterns import Condition, Family, Pattern, Step
from parsers.reading.roles import NUMBER, find_doers, find_sufferers, forms_in, forms_of, lemmas_in, reach, stretch

SUBJECTS = ("nsubj", "nsubjpass")
COUNTS = frozenset(
    {
        "dozen",
        "score",
        "hundred",
        "thousand",
        "million",
        "some",
        "many",
        "most",
        "several",
        "number",
        "handful",
        "group",
        "all",
        "both",
    }
)
ROLES = {"@doer": find_doers, "@sufferer": find_sufferers}
RELATIVES = {"which", "that", "who", "whom"}


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that fits: the heads of its arguments, alternatives in the order of the pattern."""

    pattern: Pattern
    trigger: Token
    places: tuple[Token, ...]
    actors: tuple[Token, ...]
    targets: tuple[Token, ...]


def find_matches(tokens: Sequence[Token], family: Family) -> Iterator[Match]:
    """Every pattern at every token whose conditions hold and whose place path, if it has one, leads somewhere."""
    lemmas = lemmas_in(tokens[0].doc) if tokens else []
    for token in tokens:
        for pattern in family.by_trigger.get(lemmas[token.i], ()):
            match = match_at(token, pattern)
            if match is not None and (match.places or not pattern.place):
                yield match


def find_wide(tokens: Sequence[Token], family: Family) -> Iterator[Match]:
    """The same for wide patterns: any form of the trigger, as verb, participle or noun."""
    if not family.by_form or not tokens:
        return
    forms, known = forms_in(tokens[0].doc), family.by_form
    for token in tokens:
        found = {i for form in forms[token.i] if form in known for i in known[form]}
        for pattern in (family.patterns[i] for i in sorted(found)):
            match = match_at(token, pattern)
            if match is not None and (match.places or not pattern.place):
                yield match


def match_at(token: Token, pattern: Pattern) -> Match | None:
    """A pattern at a token, where part of speech and conditions hold; below a number any part of speech will do."""
    if not pattern.said and not pattern.wide and not _is_pos(token, pattern.pos):
        return None
    if not all(_holds(token, c) for c in pattern.having) or any(_holds(token, c) for c in pattern.lacking):
        return None
    places, actors, targets = (walk_all(token, paths) for paths in (pattern.place, pattern.actor, pattern.target))
    return Match(pattern, token, places, actors, targets)


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, inherited from the verb it is joined or subordinate to; relative pronouns resolved."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            return _antecedent(child)
    if verb.dep_ in ("acl", "relcl"):
        return verb.head
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp") and verb.head != verb:
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VB", "VBG"):
            return None
        return subject_of(verb.head) if verb.head.pos_ in ("VERB", "AUX") else None
    return None


def is_passive(verb: Token) -> bool:
    """ "was captured", "captured by": the subject suffers."""
    if any(c.dep_ in ("nsubjpass", "auxpass", "agent") for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children):
        return is_passive(verb.head)
    return verb.dep_ == "acl" and verb.tag_ == "VBN" and not any(c.dep_ in ("nsubj", "aux") for c in verb.children)


def _is_pos(token: Token, wanted: frozenset[str]) -> bool:
    return token.pos_ in wanted or ("VERB" in wanted and token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass"))


def _holds(token: Token, condition: Condition) -> bool:
    label = condition.paths[0][0].label
    if label[0] == "~" and condition.lemmas:
        forms = forms_in(token.doc)
        return any(not forms[i].isdisjoint(condition.lemmas) for i in reach(token, int(label[1:])))
    found = [t for path in condition.paths for t in _walk(token, path)]
    if not condition.lemmas:
        return bool(found)
    if NUMBER in condition.lemmas and any(t.like_num for t in found):
        return True
    return any(not lemmas_of(t).isdisjoint(condition.lemmas) for t in found)


def lemmas_of(token: Token) -> frozenset[str]:
    """The lemma; of what the model takes for a name also the singular ("Rockets", "Marines")."""
    lemma = token.lemma_.lower()
    if token.pos_ == "PROPN" and lemma.endswith("s") and len(lemma) > 3:
        return frozenset((lemma, lemma[:-1]))
    return frozenset((lemma,))


def walk_all(token: Token, paths: Sequence[tuple[Step, ...]]) -> tuple[Token, ...]:
    """Where the paths lead, in their order, relative pronouns resolved."""
    found: list[Token] = []
    for path in paths:
        found += [_antecedent(t) for t in _walk(token, path) if t not in found]
    return tuple(found)


def _walk(token: Token, path: Sequence[Step]) -> list[Token]:
    here = [token]
    for step in path:
        here = [t for h in here for t in _follow(h, step)]
    return here


def _follow(token: Token, step: Step) -> list[Token]:
    if step.label == ".":
        return [token]
    if step.label[0] == "~":
        return [t for t in stretch(token, int(step.label[1:])) if _form_fits(t, step)]
    if step.label in ROLES:
        return ROLES[step.label](token)
    if step.label in ("*", "**"):
        return [t for t in _around(token, step) if _lemma_fits(t, step)]
    if step.up:
        return [token.head] if token.dep_ == step.label and _lemma_fits(token.head, step) else []
    if step.label in SUBJECTS and token.pos_ in ("VERB", "AUX"):
        return _subjects(token, step)
    return [c for c in token.children if c.dep_ == step.label and _lemma_fits(c, step)]


def _around(token: Token, step: Step) -> list[Token]:
    """ "*": what hangs on it or what it hangs on, by any label; "**": however far.

    Downwards a verb has its inherited subject too, and "two of their commanders" are commanders.
    """
    if step.up:
        return list(token.ancestors)[: 1 if step.label == "*" else None]
    if step.label == "**":
        return [t for t in token.subtree if t != token]
    found = list(token.children)
    subject = subject_of(token) if token.pos_ in ("VERB", "AUX") else None
    if subject is not None and subject not in found:
        found.append(subject)
    return found + [inner for t in found for inner in _parts_of(t)]


def _parts_of(token: Token) -> list[Token]:
    """ "two of their commanders", "dozens of soldiers" -> commanders, soldiers."""
    if token.pos_ != "NUM" and token.lemma_.lower() not in COUNTS:
        return []
    return [o for p in token.children if p.dep_ == "prep" and p.lower_ == "of" for o in p.children if o.dep_ == "pobj"]


def _subjects(verb: Token, step: Step) -> list[Token]:
    """Active subjects under nsubj, passive ones under nsubjpass, inherited where the verb has none of its own."""
    if is_passive(verb) != (step.label == "nsubjpass"):
        return []
    subject = subject_of(verb)
    return [subject] if subject is not None and _lemma_fits(subject, step) else []


def _lemma_fits(token: Token, step: Step) -> bool:
    return not step.lemmas or token.lemma_.lower() in step.lemmas


def _form_fits(token: Token, step: Step) -> bool:
    return not step.lemmas or not forms_of(token).isdisjoint(step.lemmas)


def _antecedent(token: Token) -> Token:
    """ "which", "that", "who" stand for the noun before the clause."""
    if token.lower_ not in RELATIVES or token.tag_ not in ("WDT", "WP", "IN", "DT"):
        return token
    clause = token.head
    for _ in range(3):
        if clause.dep_ == "relcl":
            return clause.head
        clause = clause.head
    return token
