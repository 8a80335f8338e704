"""Number words and digits in, whole numbers out: what times and quantities share."""

import re

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
SCALES = {
    "hundred": 100,
    "dozen": 12,
    "score": 20,
    "k": 1_000,
    "thousand": 1_000,
    "lakh": 100_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}

_WORD = "|".join(sorted(WORDS, key=len, reverse=True))
_SCALE = r"(?:hundred|thousand|million|billion|dozen|score|lakh)"
DIGITS = r"(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,4}(?!\d)|\d{1,12}(?:\.\d{1,3})?)"
SPELT = rf"(?:(?:an?|{_WORD})(?:[- ](?:and )?(?:{_WORD}|{_SCALE})\b){{1,7}}|(?:{_WORD}))"
NUMBER = rf"(?:{DIGITS}(?:[- ]{_SCALE}\b){{0,2}}|{DIGITS}(?:k|m|mn|bn)\b|{SPELT}\b)"
ROUGH = (
    r"(?:half an? (?:million|billion|thousand|hundred|dozen)|(?:a )?quarter of a (?:million|billion)"
    rf"|(?:{DIGITS}|{_WORD}) and a half (?:million|thousand)|a (?:couple|pair) of)"
)
_FRACTIONS = ((re.compile(r"\bhalf an? "), 0.5), (re.compile(r"\b(?:a )?quarter of a "), 0.25))


def read_number(text: str) -> int | None:
    """ "1.2 million", "2,000", "thirty-one", "two hundred and six", "half a million"; None for anything else."""
    text = text.casefold()
    mixed = re.fullmatch(r"(.+) and a half (million|thousand)", text)
    if mixed:
        whole = read_number(mixed[1])
        return None if whole is None else round((whole + 0.5) * SCALES[mixed[2]])
    for shape, part_of in _FRACTIONS:
        if shape.match(text):
            return round(part_of * SCALES[shape.sub("", text).strip()])
    if re.fullmatch(r"a (?:couple|pair) of", text):
        return 2
    total, part, seen = 0.0, None, False
    for word in re.findall(r"\d[\d,\u00a0\u202f.]*|[a-z]+", text):
        if word[0].isdigit():
            part = float(re.sub(r"[,\u00a0\u202f]|\.$|\.(?=.*\.)", "", word))
        elif word in WORDS:
            part = (part or 0.0) + WORDS[word]
        elif word in ("a", "an"):
            part = 1.0
        elif word in SCALES:
            part = (1.0 if part is None else part) * SCALES[word]
            if SCALES[word] >= 1_000:
                total, part = total + part, None
        elif word != "and":
            return None
        seen = True
    return round(total + (part or 0.0)) if seen else None
