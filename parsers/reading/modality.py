"""A trigger word in its parse -> is it told as a fact: actual, planned, hypothetical or negated?"""

from datetime import date, timedelta

from spacy.tokens import Token

from parsers.knowledge.patterns import cue
from parsers.records import Modality, When

GENERIC = frozenset({"whoever", "whichever", "anyone", "anybody"})  # "whoever holds X holds Y" tells of nobody
NOBODY = frozenset({"nobody", "none", "nothing", "neither"})
BEGUN = frozenset({"begin", "start", "continue", "resume", "proceed", "keep"})
ORDERED = frozenset({"order", "plan", "prepare", "propose", "launch", "begin", "start", "agree", "offer"})
TAGGED: dict[str, Modality] = {"FUT": "planned", "COND": "hypothetical"}  # of languages that inflect for it
RECENT = timedelta(days=14)  # older than that is background (GUIDELINES 11)


def read_modality(trigger: Token) -> Modality:
    """Climb from the trigger to the root of its sentence; the first unreal stance on the way decides."""
    if trigger.pos_ == "NOUN":
        nominal = _read_nominal(trigger)
        if nominal is not None:
            return nominal
    token = trigger
    for _ in range(12):
        verdict = _read_clause(token)
        if verdict is not None:
            return verdict
        parent = _governor(token)
        if parent is None:
            break
        token = parent
    return "hypothetical" if _is_question(trigger) else "actual"


def read_event_modality(trigger: Token) -> Modality:
    """The same, but what somebody "said would" happen, or ordered, is planned; what was begun happens."""
    modality = read_modality(trigger)
    if trigger.dep_ == "xcomp" and trigger.head.lemma_.lower() in BEGUN:
        return read_event_modality(trigger.head)  # "began to shell X" is shelling
    if modality != "hypothetical":
        return modality
    if trigger.pos_ == "NOUN" and trigger.dep_ in ("dobj", "nsubjpass") and trigger.head.lemma_.lower() in ORDERED:
        stance = read_modality(trigger.head)
        return "planned" if stance == "actual" else stance
    clause = trigger
    while clause.pos_ not in ("VERB", "AUX") and clause.head != clause:
        clause = clause.head
    would = any(c.dep_ in ("aux", "auxpass") and c.lower_ in ("would", "'d") for c in clause.children)
    above = clause
    while above.dep_ in ("ccomp", "conj") and above.head.lemma_.lower() not in cue("say"):
        above = above.head
    told = above.dep_ == "ccomp"
    unsure = any(c.dep_ in ("mark", "advmod") and c.lower_ in cue("hypothetical_marks") for c in clause.children)
    return "planned" if would and told and not unsure else modality


def is_background(when: When, published: date | None) -> bool:
    """Told as history: it ended more than 14 days before publication, or in another year than a year-only date."""
    return bool(published and when.end and when.end < published - RECENT)


def _read_clause(token: Token) -> Modality | None:
    """What the auxiliaries, negations and marks of one clause say."""
    children = list(token.children)
    if any(c.dep_ == "neg" for c in children) and not any(c.lower_ == "only" for c in children):
        return "negated"
    if any(c.lower_ == "longer" and any(d.lower_ in ("no", "any") for d in c.children) for c in children):
        return "negated"
    subjects = [c for c in children if c.dep_ in ("nsubj", "nsubjpass")]
    if any(c.lower_ in NOBODY or any(d.lower_ in ("no", "neither") for d in c.children) for c in subjects):
        return "negated"
    if any(c.dep_ in ("nsubj", "csubj") and any(d.lower_ in GENERIC for d in c.subtree) for c in children):
        return "hypothetical"
    if any(c.dep_ == "preconj" and c.lower_ in ("neither", "nor") for c in children):
        return "negated"
    for child in children:
        if child.dep_ in ("aux", "auxpass"):
            word = child.lower_
            if word in cue("planned_modals"):
                return "planned"
            if word in cue("hypothetical_modals") and not _is_past_could(token, child):
                return "hypothetical"
        if child.dep_ in ("mark", "advmod") and child.lower_ in cue("hypothetical_marks"):
            return "hypothetical"
    if any(c.dep_ == "advmod" and c.lower_ in ("almost", "nearly", "reportedly", "allegedly") for c in children):
        return "hypothetical" if any(c.lower_ in ("almost", "nearly") for c in children) else None
    if token.dep_ == "ccomp" and token.head.lemma_.lower() in cue("unreal_matrix"):
        return "hypothetical"
    return TAGGED.get(token.tag_) or _read_infinitive(token) or _read_gerund(token)


def _read_infinitive(token: Token) -> Modality | None:
    if not _is_infinitive(token):
        return None
    lemma = token.head.lemma_.lower()
    if lemma in cue("fail") or any(c.dep_ == "mark" and c.lower_ == "without" for c in token.children):
        return "negated"
    if lemma in cue("achieve") or _has_ordinal(token.head):
        return None
    if token.dep_ in ("xcomp", "acl", "advcl", "ccomp", "relcl", "ROOT", "pcomp", "csubj", "attr", "conj", "acomp"):
        return "planned"
    return None


def _read_gerund(token: Token) -> Modality | None:
    """ "hopes of capturing X", "without capturing X"; "retaking X" as a subject is a thought, "shelling of X" not."""
    if token.dep_ == "csubj" and token.tag_ == "VBG":
        return None if any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children) else "hypothetical"
    if token.dep_ != "pcomp" or token.head.pos_ not in ("ADP", "SCONJ"):
        return None
    owner = token.head.head
    if owner.lemma_.lower() in cue("fail") or token.head.lower_ == "without":
        return "negated"
    if owner.lemma_.lower() in cue("feared") | cue("intend") and token.head.lower_ in (
        "of",
        "at",
        "for",
        "on",
        "about",
    ):
        return "hypothetical"
    return None


def _read_nominal(token: Token) -> Modality | None:
    """ "fears of the fall of X", "to prevent the capture of X", "no takeover of X"."""
    if any(
        c.lower_ in ("no", "possible", "potential", "imminent", "likely", "feared", "planned", "attempted", "expected")
        for c in token.children
    ):
        return "hypothetical"
    head = token.head
    if token.dep_ == "pobj" and head.lower_ in ("of", "about", "for", "at", "on", "against"):
        owner = head.head
        if owner.lemma_.lower() in cue("feared") | cue("intend"):
            return "hypothetical"
    if token.dep_ in ("dobj", "nsubjpass") and head.lemma_.lower() in cue("feared") | cue("intend") | cue("fail"):
        return "hypothetical"
    return None


def _governor(token: Token) -> Token | None:
    """The clause whose stance this one shares; None at the edge of a clause that stands for itself."""
    head = token.head
    if head == token:
        return None
    if token.dep_ == "conj":
        # "could attack and capture X": a second verb with its own subject or auxiliary stands for itself.
        own = any(c.dep_ in ("nsubj", "nsubjpass", "aux") for c in token.children)
        return None if own else head
    if token.dep_ in ("xcomp", "pcomp", "dobj", "pobj", "prep", "acl", "nsubj", "nsubjpass", "attr"):
        return head if token.dep_ != "acl" or token.tag_ == "VBG" or _is_infinitive(token) else None
    if token.dep_ == "relcl" and _is_infinitive(token):
        return head  # "the first capital to be lost": as real as what is said of the capital
    if token.dep_ == "ccomp" and head.lemma_.lower() in cue("feared") | cue("intend") and not _is_finite_past(token):
        return head
    return None


def _is_infinitive(token: Token) -> bool:
    return token.tag_ == "INF" or any(c.lower_ == "to" and c.dep_ == "aux" for c in token.children)


def _is_finite_past(token: Token) -> bool:
    return token.tag_ in ("VBD", "VBN") and not any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)


def _is_past_could(token: Token, aux: Token) -> bool:
    """ "could confirm that X had fallen": the modal of a speech verb says nothing about X."""
    return aux.lower_ in ("could", "can", "would") and token.lemma_.lower() in cue("say")


def _has_ordinal(noun: Token) -> bool:
    """ "the first city to fall"."""
    return any(c.lower_ in cue("ordinals") for c in noun.subtree if c.i <= noun.i)


def _is_question(trigger: Token) -> bool:
    sentence = trigger.sent
    return sentence.text.rstrip(" \"'").endswith("?")
