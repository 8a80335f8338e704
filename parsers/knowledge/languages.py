"""A language's code in; whether it can be read here, its spaCy pipeline and its words out: all but English is data.

The reader's own grammar words are English ("of", "which", "city"); languages/CODE.toml says what plays their part.
"""

import logging
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language

ENGLISH = "en"
_FOLDER = files("parsers.knowledge") / "languages"


@cache
def load_tables() -> Mapping[str, Mapping[str, Any]]:
    """All language files by code, English first; it has a file too, of little more than its pipelines."""
    named = {f.name.removesuffix(".toml"): f for f in _FOLDER.iterdir() if f.name.endswith(".toml")}
    codes = sorted(named, key=lambda code: (code != ENGLISH, code))
    return {code: tomllib.loads(named[code].read_text(encoding="utf-8")) for code in codes}


def table_of(language: str | None, name: str) -> Mapping[str, Any]:
    """One table of a language's file; empty where it has none."""
    found: Mapping[str, Any] = load_tables().get(language or ENGLISH, {}).get(name, {})
    return found


@cache
def find_pipeline(language: str) -> str | None:
    """The installed spaCy pipeline of a language; None: there is none."""
    names: list[str] = load_tables().get(language, {}).get("pipelines", [])
    return next((name for name in names if find_spec(name)), None)


def is_readable(language: str | None) -> bool:
    """Whether texts in it are read: English always, others with their extra installed."""
    return language == ENGLISH or (language is not None and find_pipeline(language) is not None)


def find_readable() -> list[str]:
    """All languages that are read here."""
    return [language for language in load_tables() if is_readable(language)]


@cache
def load_pipeline(language: str) -> "Language":
    """A language's pipeline without entity labels (spaCy's own find 37-61 % of the places; the gazetteer does it)."""
    import spacy

    logging.getLogger("spacy").setLevel(logging.ERROR)
    name = find_pipeline(language)
    if name is None:
        names = ", ".join(load_tables().get(language, {}).get("pipelines", []))
        raise OSError(f"no spaCy model of language {language} is installed; install one of {names}")
    return spacy.load(name, exclude=["ner"])


@cache
def words(name: str) -> frozenset[str]:
    """A list of words that all languages add to: "parts" are "moitié", "majorité" and so on."""
    return frozenset(word for table in load_tables().values() for word in table.get("words", {}).get(name, ()))


@cache
def kinds(name: str) -> Mapping[str, str]:
    """Nouns of all languages and the English noun that each stands for: "localité" is a town."""
    found: dict[str, str] = {}
    for table in load_tables().values():
        found |= table.get(name, {})
    return found


@cache
def _load_lookups(language: str) -> Any:
    lemmatizer: Any = load_pipeline(language).get_pipe("lemmatizer")
    return lemmatizer.lookups


@cache
def load_vocabulary(language: str) -> frozenset[str]:
    """Plain words of a language, as its lemmatizer lists them: a capital at the start of a sentence tells nothing."""
    if language == ENGLISH or not is_readable(language):
        return frozenset()
    index = _load_lookups(language).get_table("lemma_index")
    return frozenset(word for listed in index.values() for word in listed)


@cache
def load_stop_words(language: str) -> frozenset[str]:
    """Its articles, prepositions, pronouns and the like: never a name."""
    return frozenset(load_pipeline(language).Defaults.stop_words) if is_readable(language) else frozenset()


@cache
def find_verb(language: str, form: str) -> str | None:
    """The verb that a form may be of, whatever the tagger takes it for: "rendus" is of "rendre"."""
    lookups = _load_lookups(language)
    listed: list[str] = lookups.get_table("lemma_exc").get("verb", {}).get(form, [])
    verbs = lookups.get_table("lemma_index").get("verb", ())
    stems = (
        (form.removesuffix(end) + by) for end, by in lookups.get_table("lemma_rules")["verb"] if form.endswith(end)
    )
    return next(iter(listed), None) or next((verb for verb in stems if verb in verbs), None)
