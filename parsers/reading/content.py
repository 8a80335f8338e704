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
        return text_under(clause, parsed, context)
    start, stop = parsed.start(verb.sent[0]), parsed.stop(verb.sent[-1])
    quoted = max(QUOTATION.findall(context.text, start, stop), key=len, default=None)
    return str(quoted).strip(" ,") if quoted else None


def text_under(head: Token, parsed: Parsed, context: Context) -> str:
    """The words of a phrase or clause, without the quotation marks around it."""
    words = [t for t in head.subtree if not t.is_punct and not t.is_space]
    first, last = (words[0], words[-1]) if words else (head, head)
    return context.text[parsed.start(first) : parsed.stop(last)]


def _is_said(clause: Token, verb: Token) -> bool:
    return not (clause.dep_ in ("prep", "advcl", "dobj") and clause.i < verb.i) and len(list(clause.subtree)) > 1
