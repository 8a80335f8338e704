"""A parse by Universal Dependencies in, the same sentence in the terms of the reader's patterns out.

The reader knows the labels, tags and grammar words of spaCy's English pipelines. For another language its file
(knowledge/languages/CODE.toml) says which label and which word plays the same part, so that there is one reader for
all. Characters, lemmas and sentences stay as they are.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from spacy.attrs import LOWER
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from parsers.knowledge.languages import find_verb, load_pipeline, table_of
from parsers.knowledge.patterns import cue

NOMINAL = ("obl", "nmod", "iobj", "obj", "dative", "dobj")
CLAUSAL = ("VERB", "AUX")
SUPPORT = ("cop", "aux:tense", "aux:pass", "obl:agent")


def adapt(doc: Doc, language: str) -> Doc:
    """The parse in the reader's terms; of a language without a table of labels it is in them already."""
    if not table_of(language, "labels"):
        return doc
    return _Adapted(doc, language).build()


@cache
def load_vocab(language: str) -> Vocab:
    """The vocabulary of a pipeline, with its grammar words in small letters called as the reader calls them."""
    own: Any = load_pipeline(language).vocab
    glosses, getters = table_of(language, "glosses"), own.lex_attr_getters

    def lower(text: str) -> str:
        plain = text.lower().replace("’", "'")
        return str(glosses.get(plain, plain))

    return Vocab(lex_attr_getters={**getters, LOWER: lower})


class _Adapted:
    """One sentence after another, token by token: what its head, label, tag, lemma and part of speech become."""

    def __init__(self, doc: Doc, language: str) -> None:
        self.doc, self.language = doc, language
        self.labels: Mapping[str, str] = table_of(language, "labels")
        self.verbs: Mapping[str, list[str]] = table_of(language, "verbs")
        self.pronouns: Mapping[str, str] = table_of(language, "pronouns")
        self.prepositions: Mapping[str, str] = table_of(language, "prepositions")
        self.pos = [self._pos(t) for t in doc]
        self.heads = [t.head.i for t in doc]
        self.deps = [self.labels.get(t.dep_, t.dep_) for t in doc]
        self.lemmas = [self._lemma(t) for t in doc]
        self.tags = [self._tag(t) for t in doc]

    def build(self) -> Doc:
        for token in self.doc:
            self._relabel(token)
        for token in self.doc:
            self._raise_verb(token)
        for token in self.doc:
            self._invert(token)
            self._claim_object(token)
            self._relate(token)
        for token in self.doc:
            self._hang_on_preposition(token)
        columns: dict[str, Any] = {"pos": self.pos, "tags": self.tags, "lemmas": self.lemmas, "deps": self.deps}
        words, spaces = [t.text for t in self.doc], [bool(t.whitespace_) for t in self.doc]
        return Doc(load_vocab(self.language), words=words, spaces=spaces, heads=self.heads, **columns)

    def _verb(self, token: Token) -> str | None:
        """ "est tombée", "se sont rendus": with an auxiliary or an agent what is taken for an adjective is a verb."""
        around = {c.dep_ for c in token.children}
        bare = token.pos_ == "ADV" and "nsubj" in around
        apposed = token.pos_ == "ADJ" and token.dep_ == "amod" and any(d.startswith("obl") for d in around)
        taken = token.pos_ in ("ADJ", "NOUN", "X") and not around.isdisjoint(SUPPORT)
        if not (bare or apposed or taken):
            return None
        return find_verb(self.language, token.lower_)

    def _pos(self, token: Token) -> str:
        return "VERB" if self._verb(token) else token.pos_

    def _lemma(self, token: Token) -> str:
        plain = token.text.lower().replace("’", "'")
        if token.pos_ == "PRON":
            return self.pronouns.get(plain, token.lemma_)
        if token.pos_ == "ADP" and token.dep_ == "case":
            fixed = [c.lemma_ for c in token.children if c.dep_ == "fixed"]
            return " ".join([self.prepositions.get(plain, token.lemma_), *fixed])
        return self._verb(token) or token.lemma_

    def _relabel(self, token: Token) -> None:
        if token.dep_ == "cop" and self.pos[token.head.i] == "VERB":
            self.deps[token.i] = "aux"
        if token.dep_ == "advmod" and token.lemma_.lower() in self.verbs["not"] and _has_ne(token.head):
            self.deps[token.i] = "neg"
        if token.dep_.startswith("nsubj") and self._is_active(token.head):
            self.deps[token.i] = "nsubj"  # "la ville s'est rendue" acts
        if token.dep_ == "amod" and self.pos[token.i] == "VERB":
            self.deps[token.i] = "acl"
        verb = token.head
        if token.dep_ == "nsubj" and any(c.dep_ == "nsubj" and c.i < verb.i < token.i for c in verb.children):
            self.deps[token.i] = "dobj"  # "les rebelles contrôlent Lyon": a second subject, behind the verb, is none
        if token.dep_ == "aux:pass" and self._is_active(token.head):
            self.deps[token.i] = "aux"
        if token.dep_ == "det" and "Yes" in token.morph.get("Poss", []):
            self.deps[token.i] = "poss"

    def _is_active(self, verb: Token) -> bool:
        """Reflexive, or a verb of motion: what looks like a passive is its past."""
        return verb.lemma_ in self.verbs["moving"] or any(
            c.lemma_ in self.verbs["reflexive"] and c.dep_.startswith("expl") for c in verb.children
        )

    def _raise_verb(self, token: Token) -> None:
        """ "Les élus craignent la chute": a verb that was taken for an adverb of its subject heads the sentence."""
        noun = token.head
        lost = token.pos_ == "ADV" and token.dep_ in ("dep", "fixed", "advmod") and noun.i < token.i
        if not lost or noun.pos_ != "NOUN" or noun.dep_ != "ROOT":
            return
        if find_verb(self.language, token.lower_) != token.lemma_:
            return
        self.pos[token.i], self.tags[token.i] = "VERB", "VBZ"
        self.heads[token.i], self.deps[token.i] = token.i, "ROOT"
        self.heads[noun.i], self.deps[noun.i] = token.i, "nsubj"
        for child in noun.children:
            if child.i > token.i:
                self.heads[child.i] = token.i
                if child.pos_ in ("NOUN", "PROPN") and _case(child) is None and self.deps[child.i] in ("nmod", "dobj"):
                    self.deps[child.i] = "dobj"

    def _invert(self, verb: Token) -> None:
        """ "..., a annoncé l'état-major": what stands behind a verb of saying that has no subject is its subject."""
        if self.pos[verb.i] != "VERB" or verb.lemma_ not in cue("say") | cue("deny") or _is_infinitive(verb):
            return
        children = list(verb.children)
        first = min([verb.i, *(c.i for c in children if c.dep_.startswith("aux"))])
        aside = first > verb.sent.start and self.doc[first - 1].text in (",", "»", '"', "”")
        if not aside or any(c.dep_.startswith("nsubj") for c in children):
            return
        speaker = next(
            (c for c in children if c.i > verb.i and c.dep_ in ("obj", "obl:mod", "nmod") and not _case(c)), None
        )
        if speaker is not None:
            self.deps[speaker.i] = "nsubj"
            if verb.dep_ in ("conj", "acl", "advcl", "appos"):
                self.deps[verb.i] = "parataxis"

    def _claim_object(self, verb: Token) -> None:
        """A bare name beside a verb that lacks an object is its object: "ont libéré hier Lyon", "depuis hier Lyon"."""
        if self.pos[verb.i] != "VERB" or any(self.deps[c.i] in ("dobj", "ccomp", "xcomp") for c in verb.children):
            return
        for child in verb.children:
            case = _case(child)
            apart = case is None or any(t.pos_ == "ADV" for t in self.doc[case.i + 1 : child.i])
            if child.pos_ == "PROPN" and child.i > verb.i and child.dep_.startswith("obl") and apart:
                self.deps[child.i] = "dobj"
                return

    def _relate(self, verb: Token) -> None:
        """ "X, ville de Y, que Z tient": a clause taken for what the sentence says is said of the noun before it."""
        mark = next((c for c in verb.children if c.dep_ == "mark" and c.lemma_ == "que"), None)
        if verb.dep_ != "ccomp" or mark is None or mark.i < verb.sent.start + 2 or self.doc[mark.i - 1].text != ",":
            return
        if verb.head.lemma_ in cue("say") | cue("deny") or any(c.dep_ == "obj" for c in verb.children):
            return
        noun = self.doc[mark.i - 2]
        while noun.dep_.split(":")[0] in ("nmod", "case", "flat", "amod") and noun.head.i < noun.i:
            noun = noun.head
        if noun.dep_ == "appos":
            noun = noun.head
        if noun.pos_ in ("NOUN", "PROPN"):
            self.heads[verb.i], self.deps[verb.i] = noun.i, "relcl"
            self.deps[mark.i], self.tags[mark.i] = "dobj", "WDT"

    def _hang_on_preposition(self, token: Token) -> None:
        """ "de Lyon" under X: X > de (prep) > Lyon (pobj); "par" of a passive is its agent."""
        case = _case(token)
        bare = "obl" if token.dep_ == "xcomp" and token.pos_ == "NOUN" and case else token.dep_.split(":")[0]
        if self.deps[token.i] == "dobj":
            return
        if case is None or bare not in NOMINAL or self.deps[token.i] == "nsubj":
            if bare == "obl":
                self.deps[token.i] = "npadvmod"
            return
        self.heads[case.i], self.deps[case.i] = self.heads[token.i], "agent" if token.dep_ == "obl:agent" else "prep"
        self.heads[token.i], self.deps[token.i] = case.i, "pobj"
        self.pos[case.i] = "ADP"

    def _tag(self, token: Token) -> str:
        """The tag that the English pipelines would give, and for a future or a conditional one of our own."""
        if self.pos[token.i] in CLAUSAL:
            return self._tag_verb(token)
        relative = token.dep_ in ("nsubj", "obj") and token.lemma_ in ("que", "qui")
        if relative or "Rel" in token.morph.get("PronType", []):
            return "WDT"
        if token.pos_ == "PROPN":
            return "NNP"
        if token.pos_ == "NOUN":
            return "NNS" if "Plur" in token.morph.get("Number", []) else "NN"
        return {"ADP": "IN", "DET": "DT", "PRON": "PRP", "NUM": "CD", "ADJ": "JJ", "ADV": "RB"}.get(token.pos_, "XX")

    def _tag_verb(self, token: Token) -> str:
        aux = [c for c in token.children if c.dep_.startswith("aux") or c.dep_ == "cop"]
        if any("Fut" in c.morph.get("Tense", []) for c in (token, *aux)):
            return "FUT"
        hearsay = any(c.dep_ in ("aux:tense", "cop") for c in aux) and not _is_infinitive(token)
        if (
            any("Cnd" in c.morph.get("Mood", []) for c in (token, *aux)) and not hearsay
        ):  # "aurait pris" is told, not doubted
            return "COND"
        if _is_infinitive(token):
            before = {c.lemma_ for c in token.children if c.dep_ in ("mark", "case")}
            perfect = any(c.dep_ == "aux:tense" for c in aux)
            if any(c.lemma_ in self.verbs["will"] for c in aux):
                return "FUT"
            return "VBN" if perfect else "VBG" if before & {*self.verbs["after"]} else "INF"
        form = token.morph.get("VerbForm", [])
        if "Part" in form or aux:
            return "VBG" if "Pres" in token.morph.get("Tense", []) and not aux else "VBN"
        return "VBD" if {"Past", "Imp"} & {*token.morph.get("Tense", [])} else "VBZ"


def _case(token: Token) -> Token | None:
    """The preposition of a noun; of several the first."""
    return next((c for c in token.children if c.dep_ == "case" and c.i < token.i), None)


def _is_infinitive(verb: Token) -> bool:
    return "Inf" in verb.morph.get("VerbForm", [])


def _has_ne(verb: Token) -> bool:
    """Without "ne", "plus" is more."""
    return any(c.lower_.startswith("n") and c.lemma_ == "ne" for c in verb.children)
