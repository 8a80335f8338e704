"""A name in Cyrillic in, its usual romanisations out."""

import re
from itertools import product

_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_COMMON = dict(
    zip("абвгдежзклмнопрстуфхцчшщ", "a b v h d e zh z k l m n o p r s t u f kh ts ch sh shch".split(), strict=True)
)
# Ukraine's own table (2010) and the one of newspapers for Russian.
_UKRAINIAN = _COMMON | {"и": "y", "і": "i", "ї": "i", "й": "i", "є": "ie", "ю": "iu", "я": "ia", "ґ": "g", "ь": ""}
_UKRAINIAN_INITIAL = {"ї": "yi", "й": "y", "є": "ye", "ю": "yu", "я": "ya"}
_RUSSIAN = _COMMON | {
    "г": "g",
    "и": "i",
    "й": "y",
    "ы": "y",
    "ё": "yo",
    "э": "e",
    "ю": "yu",
    "я": "ya",
    "ь": "",
    "ъ": "",
}
_ONLY_UKRAINIAN = re.compile(r"[іїєґ'’]")
_ONLY_RUSSIAN = re.compile(r"[ыёэъ]")


def romanise(name: str) -> list[str]:
    """ "Кліщіївка" -> ["Klishchiivka", ...]; [] for a name that is not in Cyrillic."""
    if not _CYRILLIC.search(name):
        return []
    lowered = name.lower().replace("\u0301", "")
    tables = []
    if not _ONLY_RUSSIAN.search(lowered):
        tables += [(_UKRAINIAN, _UKRAINIAN_INITIAL), (_UKRAINIAN | _UKRAINIAN_INITIAL, {})]
    if not _ONLY_UKRAINIAN.search(lowered):
        tables.append((_RUSSIAN, {}))
    found = []
    for table, initial in tables:
        words = [_word(word, table, initial) for word in lowered.split()]
        found += [" ".join(choice) for choice in product(*words)]
    return [form for form in dict.fromkeys(found) if not _CYRILLIC.search(form)]


def _word(word: str, table: dict[str, str], initial: dict[str, str]) -> list[str]:
    letters = "".join(
        (initial if position == 0 else {}).get(letter, table.get(letter, letter if letter in "-'’ " else "\u0400"))
        for position, letter in enumerate(word.replace("зг", "з\u2019г"))
    )
    # "-skiy", "-iy", "-yi" are printed as "-sky" and "-y" too.
    return list(dict.fromkeys([letters, re.sub(r"(?:iy|yi|yy|ii)$", "y", letters)]))
