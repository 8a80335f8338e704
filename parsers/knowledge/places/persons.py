"""Names of a text in, those that are not people's, papers' or clubs' out."""

from collections.abc import Callable, Sequence

from parsers.knowledge.places.candidates import Candidate
from parsers.knowledge.places.evidence import Evidence, country_of, is_notable
from parsers.knowledge.places.tokens import Token
from parsers.knowledge.places.words import Words

_INNER = frozenset("al el bin ibn abu van von de da dos del ul ud ur abd".split())
IsSolid = Callable[[Candidate], bool]


def person_words(
    words: Words, tokens: Sequence[Token], candidates: Sequence[Candidate], is_solid: IsSolid
) -> tuple[set[int], set[str]]:
    """-> positions of words that are part of a person's name, and surnames (folded) that may stand alone later."""
    covered = {position: one for one in candidates if one.readings for position in range(one.first, one.last + 1)}
    inside: set[int] = set()
    surnames: set[str] = set()
    for position, token in enumerate(tokens):
        if position in inside:
            continue
        one = covered.get(position)
        if one is not None and not one.single and not one.plain:
            continue
        last = _name_after(words, tokens, position, covered, is_solid)
        if last <= position:
            continue
        first = position + 1 if token.key in words.titles else position
        inside.update(range(first, last + 1))
        surname = covered.get(last)
        if last > first and (surname is None or not is_solid(surname)):
            surnames.add(tokens[last].key)
        if last == first and token.key in words.titles and token.cap:
            surnames.add(tokens[last].key)
    return inside, surnames


def _name_after(
    words: Words, tokens: Sequence[Token], position: int, covered: dict[int, Candidate], is_solid: IsSolid
) -> int:
    """The last word of the person's name that starts or is announced here; `position` where there is none."""
    token = tokens[position]
    title = token.key in words.titles
    if not title and not (token.cap and token.key in words.given):
        return position
    last = _run(words, tokens, position)
    if last == position:
        return position
    following = covered.get(position + 1)
    if not title:
        # "Karim Kunduz" is nobody; "Amin Kabul" in a headline may be two things.
        return position if token.shouted and following is not None and is_solid(following) else last
    if following is None:
        return last
    only = following.last >= last
    if only and is_solid(following) and (not token.cap or token.shouted):
        return position
    return position if token.key in words.weak_titles or not following.single else last


def _run(words: Words, tokens: Sequence[Token], position: int) -> int:
    """How far capitalised words run on from here, as a name does."""
    last = position
    limit = 1 if tokens[position].shouted else 4
    while last + 1 < len(tokens) and last - position < limit:
        following = tokens[last + 1]
        if following.gap not in (" ", "-", "'", "’", ". ") or following.possessive:
            break
        if following.key in words.kinds:
            break
        if following.cap or (following.key in _INNER and last + 2 < len(tokens) and tokens[last + 2].cap):
            last += 1
            continue
        break
    return last if tokens[last].cap else last - 1


def without_persons(
    words: Words, tokens: Sequence[Token], candidates: Sequence[Candidate], evidence: Evidence
) -> list[Candidate]:
    """Drops names of people: after a title or given name, before or after an unknown surname, known surnames."""

    def is_solid(one: Candidate) -> bool:
        if one.plain or all(reading.entry.cc in words.quiet for reading in one.readings if is_notable(reading)):
            return country_of(one) is not None
        return any(
            is_notable(reading)
            and (reading.entry.kind == "country" or reading.entry.seat == "PPLC" or evidence.backs(reading.entry.cc))
            for reading in one.readings
        )

    inside, surnames = person_words(words, tokens, candidates, is_solid)
    known = {position for one in candidates if is_solid(one) for position in range(one.first, one.last + 1)}
    kept = []
    for one in candidates:
        cued = one.cue is not None or bool(one.holders)
        if all(position in inside for position in range(one.first, one.last + 1)):
            continue
        if one.single and not cued and one.key in surnames:
            continue
        if one.single and not cued and one.key in words.given and country_of(one) is None:
            continue
        if _is_press(words, tokens, one) or (
            one.single and not cued and not is_solid(one) and _has_surname(words, tokens, one, known)
        ):
            continue
        kept.append(one)
    return kept


def _is_press(words: Words, tokens: Sequence[Token], one: Candidate) -> bool:
    after = one.last + 1
    return (
        after < len(tokens)
        and tokens[after].cap
        and tokens[after].gap == " "
        and tokens[after].key in words.after_press
    )


def _has_surname(words: Words, tokens: Sequence[Token], one: Candidate, known: set[int]) -> bool:
    """Whether an unknown capitalised word stands directly before or behind, outside of headlines; or it speaks."""
    here = tokens[one.first]
    after = one.last + 1
    if after < len(tokens) and tokens[after].gap == " ":
        behind = tokens[after]
        if behind.key in ("said", "says", "told", "added") and one.cue is None:
            return True
        stranger = behind.cap and not here.shouted and after not in known and not one.facility
        if stranger and behind.key not in words.kinds and behind.key not in words.common:
            return True
    before = one.first - 1
    if before < 0 or here.gap != " " or here.shouted or before in known:
        return False
    ahead = tokens[before]
    return ahead.cap and not ahead.opens and ahead.key not in words.openers and ahead.key not in words.common
