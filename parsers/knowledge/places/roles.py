"""Places of a text in, the part each plays out: where the story was filed, who spoke."""

import re
from collections.abc import Sequence

from parsers.knowledge.places.words import Words

_DATELINE = re.compile(
    r"""(?P<places>[^\n\-–—(:.;!?]{2,60}?(?:-[^\n\-–—(:.;!?]{2,20})*)
    (?P<where>,?[ ]\([A-Z][A-Za-z ]+\))?
    (?P<date>,?[ ][A-Z][a-z]{2,8}\.?[ ]\d{1,2})?
    (?P<agency>,?[ ]?\([A-Z][^)\n]{1,40}\))?
    \s*(?:[-–—]+|:)\s""",
    re.VERBOSE,
)
_ACCUSED = re.compile(
    r"""\b(?:(?:accus|blam|urg|press|pressur|persuad|forc)(?:e|ed|es|ing)
    |(?:ask|warn|thank|condemn|allow)(?:ed|s|ing)?|told|tells?|telling
    |support[ ]from|promised[ ]by|backed[ ]by|aid[ ]from|talks[ ]with|ties[ ]with|relations[ ]with|relations[ ]between
    |talks[ ]between|loyal[ ]to|allied[ ](?:to|with)|pressure[ ]on|allegiance[ ]to|by|under|pro|anti
    |(?:setback|blow|defeat|victory|humiliation|embarrassment|win|loss|losses)[ ](?:for|to)|according[ ]to|orders[ ]from
    |opposition[ ]to|enemies[ ]of|war[ ]with|between[ ]\w+[ ]and)[ -]$""",
    re.IGNORECASE | re.VERBOSE,
)
_BACKED = re.compile(
    r"-(?:backed|installed|led|appointed|allied|aligned|controlled|based|sponsored|supported|supplied|friendly)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(r",[^,.\n]{2,60},")
_SKIP = frozenset(
    "has had have was is also again later itself never now still yesterday on would will could did does not".split()
)
_NEXT = re.compile(r"(['’]s)? ([\w-]+)(?: ([\w-]+))?(?: ([\w-]+))?(?: ([\w-]+))?")
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday late early".split())
_NO_GOVERNMENT = frozenset("airport road city residents province river bridge".split())
_PASSIVE = frozenset("was is were been being".split())


def dateline_stop(text: str, start: int) -> int:
    """Where the dateline that starts a paragraph at `start` ends; `start` where there is none."""
    match = _DATELINE.match(text, start)
    if match is None:
        return start
    places = match["places"].strip()
    first = re.split(r"[,/]", places)[0]
    loud = first.isupper() and len(first) > 2
    if not loud and not (match["agency"] or match["where"]):
        return start
    return match.end() if len(first.split()) <= 4 else start


def is_metonym(words: Words, text: str, start: int, stop: int) -> bool:
    """Whether the capital or country at [start, stop) acts or is addressed as a government."""
    before = _ACCUSED.search(text, max(0, start - 40), start)
    if before is not None:
        return _by_government(text, stop)
    if _BACKED.match(text, stop):
        return True
    aside = _ASIDE.match(text, stop)
    match = _NEXT.match(text, aside.end() if aside else stop)
    if match is None:
        return False
    possessive, *following = match.groups()
    behind = [(word or "").lower() for word in following]
    if possessive or behind[0] in words.owned:
        return behind[0] in words.owned or behind[1] in words.owned
    return _governs(words, behind)


def _governs(words: Words, behind: Sequence[str]) -> bool:
    """ "has now said": an active verb of speech or policy follows; "was said", "fell" are none."""
    passive = False
    for word in behind:
        if word in _PASSIVE:
            passive = True
        elif word in words.speech:
            return not passive or word.endswith("ing")
        elif word not in _SKIP and word not in _DAYS:
            return False
    return False


def _by_government(text: str, stop: int) -> bool:
    """ "promised by Kabul" is; "by Kabul airport" is not."""
    match = _NEXT.match(text, stop)
    return match is None or (match.group(2) or "").lower() not in _NO_GOVERNMENT
