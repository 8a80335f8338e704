"""The address of a page in, that of its story out: without tracking, variants folded into what they stand for."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote_plus, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"utm_.*|fbclid|g(cl|ad_s|br?a)id|gad_source|wbraid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh"
    r"|mc_[ce]id|mkt_tok|_ga|_gl|_hs(enc|mi)|__twitter_impression|__s|vero_id|oly_(anon|enc)_id|s_kwcid"
    r"|at_(medium|campaign|link_.*|ptr_.*|format)|ns_(campaign|mchannel|source|linkname|fee)|cmpid|ocid|ncid"
    r"|smid|smtyp|xtor|ito|wt\.mc_(id|ev)|soc_(src|trk)|sr_share|fb_(action_.*|ref|source)|ref_src|ref_url"
    r"|guccounter|guce_referrer(_sig)?|traffic_source"
)
_TRACKING_MARK = re.compile(r"(xtor|utm_\w+|ref|at_\w+|ito|tk|Echobox)=[^&]*(&.*)?", re.IGNORECASE)
_VARIANT_HOST = re.compile(r"(?:(?:www\d?|amp|m|mobile|wap|touch|print|text|lite)\.)+(?=[^.]+\.)")
_VARIANT_STEP = re.compile(r"amp|print|printable|print-view|m|mobile|amphtml", re.IGNORECASE)
_VARIANT_END = re.compile(r"[._-](amp|print)(?=\.html?$|$)|\.html?$|/index$", re.IGNORECASE)
_VARIANT_KEY = re.compile(r"amp|amphtml|output(type)?|print|printable|printview|view|mobile|m", re.IGNORECASE)
_VARIANT_VALUE = re.compile(r"|1|true|yes|amp|print|printable|mobile|y", re.IGNORECASE)
_AMP_CACHE = re.compile(r"/(?:[civ]/)+(s/)?(.+)", re.IGNORECASE)
_GOOGLE_AMP = re.compile(r"/amp/(s/)?(.+)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{5,}")
_LONG_SLUG = 12  # a last step as long as this names the story


@lru_cache(maxsize=16)  # one page asks for its own address several times
def canonical_url(url: str) -> str:
    """The same address for the same page: no fragment, tracking, trailing slash; http = https."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return url.strip()
    host = parts.hostname if port in (None, 80, 443) else f"{parts.hostname}:{port}"
    asked = parse_qsl(parts.query, keep_blank_values=True) if parts.query else ()
    pairs = [pair for pair in asked if not _TRACKING.fullmatch(pair[0].lower())]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"https://{host}{parts.path.rstrip('/')}{query}"


def clean_url(url: str) -> str:
    """An address as it came, less what only says over which link somebody came; other parts are not touched."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https"):
        return url
    if not parts.query and not parts.fragment:
        return url
    kept = [
        pair
        for pair in parts.query.split("&")
        if not _TRACKING.fullmatch(unquote_plus(pair.partition("=")[0]).strip().lower())
    ]
    query = "&".join(kept)
    fragment = "" if _TRACKING_MARK.fullmatch(parts.fragment) else parts.fragment
    if (query, fragment) == (parts.query, parts.fragment):
        return url
    return urlunsplit(parts._replace(query=query, fragment=fragment))


def story_url(own: str | None, claimed: str | None, *, variant: bool) -> str | None:
    """The address of the story on a page at `own` that names `claimed` as its canonical one.

    A claim counts on the same site only, and where both look like one story (or the page says that it is a variant):
    many a site names its front page, or one section, on every page."""
    if claimed is None:
        return clean_url(own) if own else None
    claimed = clean_url(claimed)
    if own is None:
        return claimed if _steps(claimed) else None
    here = clean_url(_unwrapped(own))
    if not _same_site(here, claimed) or not _steps(claimed):
        return here
    return claimed if variant or is_variant_url(own) or _same_story(here, claimed) else here


def is_variant_url(url: str) -> bool:
    """Whether an address says that it is the AMP, mobile or print variant of a page."""
    parts = _parts(url)
    if parts is None:
        return False
    if _unwrapped(url) != url or re.match(r"(amp|m|mobile|wap|touch|print|text|lite)\.", parts[0]):
        return True
    steps = [step for step in parts[1].split("/") if step]
    ends = steps[:1] + steps[-1:]
    if any(_VARIANT_STEP.fullmatch(step) for step in ends) or re.search(r"[._-](amp|print)(\.html?)?$", parts[1]):
        return True
    return any(_is_variant_pair(*pair) for pair in parse_qsl(parts[2], keep_blank_values=True))


def _unwrapped(url: str) -> str:
    """The address that a cache of AMP pages stands for."""
    parts = _parts(url)
    if parts is None:
        return url
    host, path, query = parts
    pattern = _AMP_CACHE if host.endswith(".cdn.ampproject.org") else _GOOGLE_AMP
    if pattern is _GOOGLE_AMP and not re.fullmatch(r"(www\.)?google\.[a-z.]{2,6}", host):
        return url
    inner = pattern.match(path)
    if inner is None:
        return url
    return f"http{'s' if inner[1] else ''}://{inner[2]}{'?' + query if query else ''}"


def _parts(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
        where = host if parts.port in (None, 80, 443) else f"{host}:{parts.port}"
    except ValueError:
        return None
    return (where, parts.path, parts.query) if host and parts.scheme in ("http", "https") else None


def _same_site(one: str, other: str) -> bool:
    first, second = _parts(one), _parts(other)
    if first is None or second is None:
        return False
    return _VARIANT_HOST.sub("", first[0]) == _VARIANT_HOST.sub("", second[0])


def _same_story(one: str, other: str) -> bool:
    first, second = _steps(one), _steps(other)
    if first == second or first == second[: len(first)] != [] or second == first[: len(second)] != []:
        return True
    if first and second and first[-1] == second[-1] and len(first[-1]) >= _LONG_SLUG:
        return True
    return bool(set(_NUMBER.findall(one)) & set(_NUMBER.findall(other)))


def _steps(url: str) -> list[str]:
    """The steps of a path and the pairs of its query, less what marks a variant."""
    parts = _parts(url)
    if parts is None:
        return []
    steps = [_VARIANT_END.sub("", step) for step in parts[1].split("/") if step and not _VARIANT_STEP.fullmatch(step)]
    pairs = parse_qsl(parts[2], keep_blank_values=True)
    return [step for step in steps if step] + [f"{k}={v}" for k, v in pairs if not _is_variant_pair(k, v)]


def _is_variant_pair(key: str, value: str) -> bool:
    return bool(_VARIANT_KEY.fullmatch(key) and _VARIANT_VALUE.fullmatch(value))
