"""A verb of speech in its parse -> the words that were said: the clause under it, else the quotation beside it."""

import re

from spacy.tokens import Token

from parsers.reading.context import Context
from parsers.reading.syntax import Parsed

QUOTATION = re.compile(r"[\"“]([^\"“”\n]{2,600})[\"”]")
SAID = ("ccomp", "xcomp", "dobj", "prep", "advcl", "oprd")


def find_content(verb: Token, parsed: Parsed, context: Context) -> str | None:
    """What was said, as it stands in the text."""
    clause = next((c for label in SAID for c in verb.children if c.dep_ == label and _is_said(c, verb)), None)
    if clause is not None:
        return context.text[parsed.start(clause.left_edge) : parsed.stop(clause.right_edge)].strip(' ,"“”')
    start, stop = parsed.start(verb.sent[0]), parsed.stop(verb.sent[-1])
    quoted = max(QUOTATION.findall(context.text, start, stop), key=len, default=None)
    return str(quoted).strip(" ,") if quoted else None


def _is_said(clause: Token, verb: Token) -> bool:
    return not (clause.dep_ in ("prep", "advcl", "dobj") and clause.i < verb.i) and len(list(clause.subtree)) > 1
