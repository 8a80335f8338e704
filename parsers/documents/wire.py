"""Article text in, its credit out: which agency wrote it, where the dateline ends, whose report a passage is."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsers.records import SourceLink

Span = tuple[int, int]

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?|janv(?:ier)?|févr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|août|sept(?:embre)?"
    r"|oct(?:obre)?|nov(?:embre)?|déc(?:embre)?|JAN|FEB|MAR|APR|MAY|JUNE?|JULY?|AUG|SEPT?|OCT|NOV|DEC)\.?"
)
_DATE = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_WORD = r"[^\W\d_][\w'’.-]{0,24}"
_NAME = rf"[A-ZÀ-Þ][\w'’.-]{{0,24}}(?: {_WORD}){{0,4}}"
_SITE = rf"{_NAME}(?:, {_NAME})?(?: \({_NAME}\)(?= \())?"
_BRACKET = r"\((?P<agency>[^()\n]{2,60})\)"
_DASH = r"(?:--|[-–—−])"
_DATELINE = re.compile(
    rf"(?:(?P<site>{_SITE}(?: ?/ ?{_NAME}){{0,4}}?)(?P<dated>[,.] {{1,2}}(?P<date>{_DATE}))?,?(?: ?{_BRACKET})?"
    rf"[ \u00a0]{{0,2}}(?P<mark>{_DASH}|:)(?=\s)\s{{0,3}}"
    rf"|(?:(?P<date2>{_DATE}) )?\((?P<agency2>[^()\n]{{2,60}})\) ?{_DASH}\s{{0,3}})"
)
_NOTE = re.compile(r"\([^()\n]{3,40}\)\.?\s")  # "(Translated from French) BUKAVU - ..."
_BARE = re.compile(rf"(?P<site>{_SITE})\. (?=[A-Z])")  # KYIV. The General Staff ...
_STOPPED = re.compile(  # MOSCOW. Oct 1. KAZINFORM - ...
    rf"(?P<site>{_NAME})\. (?P<date>{_DATE})\.? (?P<agency>[A-Z][A-Za-z-]{{2,20}})(?=[ .–—-])[ .]{{0,2}}"
    rf"(?:{_DASH}\s{{0,2}})?"
)
# JOINT OPERATIONS COMMAND – BAGHDAD, 5 October 2017: the head of a communique, a line by itself
_HEADED = re.compile(rf"[A-Z][^\n.!?]{{2,60}}? ?{_DASH} ?(?P<site>{_NAME}), (?P<date>{_DATE})\.?[^\S\n]{{0,3}}(?=\n)")
_FORMS = (_HEADED, _STOPPED, _DATELINE)
# Capitals before a dash or colon that are no place.
_LABELS = re.compile(
    r"(?i)\b(?:flash|breaking|update|correct\w*|exclusive|opinion|analysis|explain\w*|watch|live|note|news|alert"
    r"|factbox|timeline|urgent|read|photos?|video|map|source|editor\w*|by|summary|comment\w*|with|situation|bulletin|statement|report"
    r"|captur\w+|seiz\w+|takes?|taken|falls?|retak\w+|say|says)\b"
)
_BYLINE = re.compile(r"(?m)^(?:By|BY) [^\n]{2,80}?(?:,| \||/| for| of| -) ?(?P<name>[A-Z][^\n,|/]{1,40})$")
_STAFF = re.compile(r"(?m)^(?P<name>[A-Z][\w. -]{1,30}?)(?: Staff| Correspondents?| Reporters?)?$")
_FOOTERS = (
    re.compile(r"(?m)^\(?(?:Source|SOURCE|Sources|Agency|Credit)s?: ?(?P<name>[A-Z][^\n()]{1,60}?)\)?\.?$"),
    re.compile(r"(?m)[ \n]\(?(?:--|[-–—]) ?(?P<name>[A-Z][\w. -]{1,30})\)?\s{0,9}\Z"),
    re.compile(r"\((?P<name>[A-Z][^()\n]{1,40})\)\.?\s{0,9}\Z"),
    re.compile(
        r"(?i:\b(?:with|additional) (?:additional )?(?:inputs?|reporting|material|files?) (?:from|by) )"
        r"(?P<name>[^\n.()]{2,60})"
    ),
    re.compile(r"(?P<name>(?:[Tt]he )?(?:[A-Z][\w-]{1,20} ?){1,3}) contributed\b"),
)
_REUTERS_FOOTER = re.compile(
    r"(?m)^\(?(?:Additional )?(?:[Rr]eporting|[Ww]riting) by [^\n]{3,300}?[;.,] ?(?:[Ww]riting|[Ee]diting) by "
)
_SELF = re.compile(
    r"\b(?P<name>(?:The )?[A-Z][\w-]{1,12}(?: [A-Z]\w{1,8})?) (?:(?:could|was) (?:not|able to|unable to) "
    r"|(?:\w{3,15}ly )?verified |has geolocated |(?:correspondent|reporter|journalist)s? )"
)
_TRIM = re.compile(
    r"(?i)^(?:the|state|official|state-run|russian|chinese|syrian|iranian|turkish|sudanese|news agency|agency)\s+"
    r"|\s+(?:news agency|news wire|agency|newswire|staff)$"
)
_VAGUE = re.compile(
    r"(?i)\b(?:local|state|social|regional|international|foreign|several|some|other|pro-\w+|media|press|reports?|outlets?|newspapers?"
    r"|television|tv|channels?|broadcasters?|radio|accounts?|bloggers?|websites?|journalists?|footage|videos?)\b"
)
_OWN = re.compile(
    r"(?i)^our\b.{0,40}\b(?:correspondents?|reporters?|journalists?|staff|teams?|colleagues?)\b"
    r"|\bthis (?:news)?(?:paper|site|website|outlet|magazine|channel|station|correspondent|reporter)\b"
)
_WORDS = frozenset(
    {"MAP", "TAP", "PA", "UNI", "SPA", "NAN", "APP", "Trend", "Petra", "INA"}
)  # words too, unless so written
_HEAD, _TAIL = 700, 700  # a credit stands within so many characters of either end


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Who wrote an article, as far as it says so; the body starts at `dateline_stop`."""

    agency: str | None = None
    dateline: str | None = None
    dateline_stop: int = 0
    dateline_places: tuple[Span, ...] = ()
    dateline_date: Span | None = None
    hint: str | None = None  # an agency that speaks of itself inside: perhaps its copy with the credit cut, no proof


def read_credit(text: str, *, outlet: str | None) -> Credit:
    """The credit of an article, from its dateline, byline or foot; agencies named as a source inside do not count."""
    dateline = next(find_datelines(text), Credit())
    return Credit(
        agency=_credited(text, dateline, outlet),
        dateline=dateline.dateline,
        dateline_stop=dateline.dateline_stop,
        dateline_places=dateline.dateline_places,
        dateline_date=dateline.dateline_date,
        hint=next((name for found in _SELF.finditer(text) if (name := agency_of(found["name"]))), None),
    )


def read_agency(text: str, *, outlet: str | None) -> str | None:
    """The agency that an article credits as a whole: the part of its credit that tells whose copy it is."""
    return _credited(text, next(find_datelines(text), Credit()), outlet)


def _credited(text: str, dateline: Credit, outlet: str | None) -> str | None:
    return dateline.agency or _byline_agency(text) or _foot_agency(text) or (agency_of(outlet) if outlet else None)


def find_datelines(text: str) -> Iterator[Credit]:
    """Datelines at the first lines of a text: title, byline and body may come as one string."""
    for line in re.finditer(r"(?m)^[^\S\n]{0,4}(?=\S)", text[:_HEAD]):
        note = _NOTE.match(text, line.end())
        for at in (line.end(), *([note.end()] if note else [])):
            found = next((m for form in _FORMS if (m := form.match(text, at))), None) or _only_bare(text, at)
            credit = _read_dateline(text, found) if found else None
            if credit:
                yield credit
                break


def _only_bare(text: str, at: int) -> re.Match[str] | None:
    """KYIV. at the head of a text; in a report whose paragraphs all begin so it is a heading."""
    found = _BARE.match(text, at)
    if found is None or text[:at].count("\n\n"):
        return None
    headings = [m for m in re.finditer(r"(?m)^[A-Z][A-Z -]{3,}\. (?=[A-Z])", text) if m.start() != at]
    return None if headings or not _is_shouted(found["site"]) else found


def _read_dateline(text: str, found: re.Match[str]) -> Credit | None:
    """A match as a credit; None for a headline or sentence that only looks like a dateline."""
    named = found.groupdict()
    site, name = named.get("site"), named.get("agency") or named.get("agency2")
    agency = _first_agency(name) if name else None
    date = "date2" if named.get("date2") else "date"
    if site is None and agency is None:
        return None
    if site is not None and not agency and (_LABELS.search(site) or not _is_shouted(site)):
        return None
    if named.get("mark") == ":" and not (site and _is_shouted(site)):
        return None
    return Credit(
        agency=agency,
        dateline=found.group().rstrip(),
        dateline_stop=found.end(),
        dateline_places=tuple(_site_spans(text, *found.span("site"))) if site else (),
        dateline_date=found.span(date) if named.get(date) else None,
    )


def _is_shouted(site: str) -> bool:
    """KABUL or PORT-AU-PRINCE, with a region in ordinary letters behind the comma."""
    head = re.split(r"[,(/]", site)[0].strip()
    letters = [letter for letter in head if letter.isalpha()]
    return len(letters) > 2 and all(letter.isupper() for letter in letters)


def _site_spans(text: str, start: int, stop: int) -> Iterator[Span]:
    for part in re.finditer(r"[^/,()]+", text[start:stop]):
        lead = len(part.group()) - len(part.group().lstrip())
        name = part.group().strip()
        if name:
            yield start + part.start() + lead, start + part.start() + lead + len(name)


def _byline_agency(text: str) -> str | None:
    head = text[:_HEAD]
    names = [found["name"] for form in (_BYLINE, _STAFF) for found in form.finditer(head)]
    return next((agency for name in names if (agency := agency_of(name))), None)


def _foot_agency(text: str) -> str | None:
    foot = text[-_TAIL:]
    for form in _FOOTERS:
        for found in form.finditer(foot):
            agency = _first_agency(found["name"])
            if agency:
                return agency
    return "Reuters" if _REUTERS_FOOTER.search(foot) else None


def _first_agency(names: str) -> str | None:
    """Of "Reuters/AFP" or "AFP and local media" the first that is an agency."""
    parts = re.split(r"[/,;|&+]|\band\b", names)
    return next((agency for part in [names, *parts] if (agency := agency_of(part))), None)


def agency_of(name: str) -> str | None:
    """The usual short name of a news agency, by any of its names; None for everyone else."""
    bare = _strip(name)
    agency = _newsrooms("agency").get(bare.casefold())
    return None if agency in _WORDS and bare.casefold() == agency.casefold() and bare != agency else agency


def media_of(name: str) -> str | None:
    """The usual name of a media house; the name as given, less "the", where unknown; None for vague words."""
    known = _newsrooms("media").get(_fold(name))
    if known:
        return known
    bare = re.sub(r"(?i)^the\s+", "", name.strip())
    if not bare[:1].isupper() or not _VAGUE.sub("", bare).strip(" -'’"):
        return None
    return None if re.match(r"(?i)(?:local|state|social|several|some|other)\b", bare) else bare


def known_media_of(name: str) -> str | None:
    """The usual name of a media house that we know; None for anything else, capital or not."""
    return _newsrooms("media").get(_fold(name))


def root_of(sources: Sequence[SourceLink], *, credit: Credit, outlet: str | None) -> str | None:
    """Who gathered what a passage says: the innermost named newsroom, else the article's agency, else the outlet."""
    own = (agency_of(outlet) or outlet) if outlet else None
    for link in reversed(sources):
        if link.kind == "outlet" or _is_self(link.name, outlet):
            return credit.agency or own
        agency = agency_of(link.name) if link.kind in ("agency", "media") else None
        if agency:
            return agency
        media = media_of(link.name) if link.kind == "media" else None
        if media:
            return media
    return credit.agency or own


def _is_self(name: str, outlet: str | None) -> bool:
    """ "the Courier" in the Dabanga Courier, "our correspondent", "a reporter for this site" anywhere."""
    if _OWN.search(name):
        return True
    words = set(_fold(name).split())
    return bool(outlet and words) and words <= set(_fold(outlet or "").split())


def _fold(name: str) -> str:
    return _strip(name).casefold()


def _strip(name: str) -> str:
    bare = " ".join(name[:200].replace("’", "'").strip(" .,:;()[]\"'\n\t").split())
    while (shorter := _TRIM.sub("", bare)) != bare:
        bare = shorter
    return bare


@cache
def _newsrooms(kind: str) -> Mapping[str, str]:
    known = tomllib.loads(files("parsers.documents").joinpath("agencies.toml").read_text("utf-8"))
    return {_fold(alias): row["name"] for row in known[kind] for alias in (row["name"], *row["aliases"])}
