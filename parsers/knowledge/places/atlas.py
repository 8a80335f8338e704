"""Data files of known places in, look-ups by name, code and country out."""

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from typing import Literal, cast

from parsers.knowledge.languages import table_of
from parsers.knowledge.places.spelling import fold, sound
from parsers.records import Place, PlaceKind

EntryKind = Literal["country", "province", "district", "city", "base", "crossing", "other"]
_KIND: dict[str, EntryKind] = {"C": "country", "P": "province", "D": "district", "T": "city"}
_HEARD_LENGTH = 5
_DATA = files("parsers.knowledge.places")


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the data; `row` identifies it, `own` tells that it or a name of it is in alias.csv."""

    row: int
    kind: EntryKind
    gid: str
    iso: str
    cc: str
    name: str
    pop: int
    lat: float | None
    lon: float | None
    seat: str  # PPLC: national capital, PPLA: capital of a province, else empty
    own: bool = False

    @property
    def place(self) -> Place:
        """The record that leaves this module."""
        return Place(
            name=self.name,
            kind=self.kind,
            place_id=self.gid or (self.iso if self.kind == "province" else None),
            admin1=self.iso or None,
            country=self.cc,
            lat=self.lat,
            lon=self.lon,
            seat=bool(self.seat),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A place that a name may stand for; `primary` where it is the usual name and not one of many aliases."""

    entry: Entry
    primary: bool
    own: bool = False  # the name is in alias.csv


class Atlas:
    """All known places; built once a process by `load_atlas`."""

    def __init__(self, entities: list[str], names: dict[str, str], main: int) -> None:
        self._entities = entities
        self._names = names
        self._main_keys = list(islice(names, main))
        self._own: dict[str, list[Reading]] = defaultdict(list)
        self._cache: dict[int, Entry] = {}
        self._usual: dict[int, str] = {}
        self._by_country: dict[str, dict[str, Reading]] = defaultdict(dict)
        self._keys_of: dict[str, list[str]] = defaultdict(list)
        self._heard: dict[str, dict[str, str]] = {}
        self._principal: dict[str, tuple[dict[str, Reading], dict[str, str]]] = {}
        self.countries: dict[str, int] = {}
        self.provinces: dict[str, int] = {}
        self.seats: dict[str, int] = {}
        self.demonyms: dict[str, tuple[str, ...]] = {}
        self._gids: dict[str, int] | None = None
        self._respelt: Sequence[tuple[re.Pattern[str], str]] = ()
        for row, line in enumerate(entities):
            if not self._index(row, line):
                break

    def _index(self, row: int, line: str) -> bool:
        """Countries, provinces and seats stand first; False at the first row behind them."""
        kind, _, iso, cc, *_, seat = line.split("\t")
        if kind == "C":
            self.countries[cc] = row
            return True
        if kind == "P":
            self.provinces[iso] = row
            return True
        if seat and (iso not in self.seats or seat == "PPLC"):
            self.seats[iso] = row
        return bool(seat)

    def entry(self, row: int) -> Entry:
        """A row number -> its place."""
        known = self._cache.get(row)
        if known is not None:
            return known
        kind, gid, iso, cc, name, pop, lat, lon, seat = self._entities[row].split("\t")
        made = Entry(
            row,
            _KIND[kind],
            gid,
            iso,
            cc,
            self._usual.get(row, name),
            int(pop),
            float(lat) if lat else None,
            float(lon) if lon else None,
            seat,
        )
        self._cache[row] = made
        return made

    def readings(self, key: str) -> list[Reading]:
        """A key -> every place that bears this name."""
        key = self._spelt(key)
        own = self._own.get(key, [])
        rows = self._names.get(key)
        if rows is None:
            return own
        taken = {reading.entry.row for reading in own}
        found = [(int(row.rstrip("*")), row.endswith("*")) for row in rows.split(",")]
        return own + [Reading(self.entry(row), primary) for row, primary in found if row not in taken]

    def knows(self, key: str) -> bool:
        """Whether any place bears this name."""
        key = self._spelt(key)
        return key in self._names or key in self._own

    def _spelt(self, key: str) -> str:
        """A key that nobody knows as English would spell it: "koundouz" -> "kunduz"; else as it is."""
        if not self._respelt or key in self._names or key in self._own or len(key) < _HEARD_LENGTH:
            return key
        plain = key
        for pattern, by in self._respelt:
            plain = pattern.sub(by, plain)
        return plain if plain in self._names else key

    def speaking(self, names: Iterable[dict[str, str]], respelt: Mapping[str, str]) -> "Atlas":
        """The same places with further names (lines as in alias.csv) and another spelling of sounds."""
        other = copy(self)
        other._own = defaultdict(list, {key: list(found) for key, found in self._own.items()})
        other._respelt = [(re.compile(pattern), by) for pattern, by in respelt.items()]
        for line in names:
            row = self._row_of(line["id"])
            if row is not None:
                other._own[fold(line["name"])].append(Reading(self.entry(row), True))
        return other

    def principal(self, cc: str) -> tuple[dict[str, Reading], dict[str, str]]:
        """A country -> names of its provinces, seats and places of alias.csv, and the same by sound."""
        known = self._principal.get(cc)
        if known is not None:
            return known
        if not self._by_country:
            for key, reading in self._principal_names():
                self._by_country[reading.entry.cc][key] = reading
        by_key = self._by_country.get(cc, {})
        by_sound: dict[str, str] = {}
        clashes = set()
        for key, reading in by_key.items():
            heard = sound(key)
            other = by_sound.setdefault(heard, key)
            if by_key[other].entry.iso != reading.entry.iso:
                clashes.add(heard)
        self._principal[cc] = by_key, {heard: key for heard, key in by_sound.items() if heard not in clashes}
        return self._principal[cc]

    def heard(self, cc: str) -> dict[str, str]:
        """A country -> how the names of all its places sound, where that leads to one province only."""
        if cc not in self._heard:
            self._heard[cc] = self._hear(cc)
        return self._heard[cc]

    def _hear(self, cc: str) -> dict[str, str]:
        if not self._keys_of:
            self._group_keys()
        found: dict[str, str] = {}
        provinces: dict[str, str] = {}
        for key in self._keys_of.get(cc, ()):
            iso = next(reading.entry.iso for reading in self.readings(key) if reading.entry.cc == cc)
            spoken = sound(key)
            found.setdefault(spoken, key)
            if provinces.setdefault(spoken, iso) != iso:
                provinces[spoken] = ""
        return {spoken: key for spoken, key in found.items() if provinces[spoken] and len(spoken) > 3}

    def _group_keys(self) -> None:
        """Which names each country has; once, on first need."""
        countries = [line.split("\t", 4)[3] for line in self._entities]
        for key, rows in self._names.items():
            if len(key) < _HEARD_LENGTH or key.startswith("~"):
                continue
            for cc in {countries[int(row.rstrip("*"))] for row in rows.split(",")}:
                self._keys_of[cc].append(key)

    def _principal_names(self) -> Iterator[tuple[str, Reading]]:
        last = max(self.seats.values(), default=0)
        for key in self._main_keys:
            if key.startswith("~"):
                continue
            for reading in self.readings(key):
                if reading.entry.kind == "province" or (reading.entry.row <= last and reading.entry.seat):
                    yield key, reading
        for key, readings in self._own.items():
            for reading in readings:
                yield key, reading

    def add(self, line: dict[str, str], row: int) -> None:
        """One line of alias.csv: a new place, or (with an id) a further name of a known one."""
        key = fold(line["name"])
        if line["kind"] == "demonym":
            self.demonyms[key] = tuple(line["country"].split())
            return
        known = self._row_of(line["id"]) if line["id"] else None
        if known is not None:
            if line["usual"]:
                self._usual[known] = line["name"]
                self._cache.pop(known, None)
            self._own[key].append(Reading(self.entry(known), True, True))
            return
        if line["id"]:
            raise ValueError(f"alias.csv: {line['name']}: no place has the id {line['id']}")
        entry = Entry(
            row,
            cast(PlaceKind, line["kind"]),
            line["id"],
            line["admin1"],
            line["country"],
            line["usual"] or line["name"],
            int(line["pop"] or 0),
            float(line["lat"]) if line["lat"] else None,
            float(line["lon"]) if line["lon"] else None,
            "",
            own=True,
        )
        if entry.kind == "province":
            row = self.provinces.setdefault(entry.iso, row)
            entry = self._cache.setdefault(row, entry)
        self._own[key].append(Reading(entry, True, True))

    def _row_of(self, gid: str) -> int | None:
        """A GeoNames id, ISO 3166-2 code or ISO2 code -> its row."""
        if gid in self.provinces:
            return self.provinces[gid]
        if gid in self.countries:
            return self.countries[gid]
        if self._gids is None:
            self._gids = {}
            for row, line in enumerate(self._entities):
                kind, number, _ = line.split("\t", 2)
                if kind in "TD" and number:
                    self._gids.setdefault(number, row)
        return self._gids.get(gid)

    def close(self) -> None:
        """Ends loading: drops what only `add` needs, reads the demonyms."""
        self._gids = None
        for key in self._main_keys:
            if key.startswith("~"):
                found = tuple(dict.fromkeys(reading.entry.cc for reading in self.readings(key)))
                self.demonyms.setdefault(key[1:], found)


def speak(atlas: Atlas, language: str) -> Atlas:
    """The atlas for texts of a language: with its names for countries and its spelling of foreign sounds."""
    text = (_DATA / "names" / f"{language}.csv").read_text(encoding="utf-8")
    lines = csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#"))
    return atlas.speaking(lines, table_of(language, "spellings"))


def load_atlas() -> Atlas:
    """The data files -> an Atlas; about a third of a second."""
    names: dict[str, str] = {}
    with gzip.open(io.BytesIO((_DATA / "name.tsv.gz").read_bytes()), "rt", encoding="utf-8") as lines:
        main = int(next(lines))
        for line in lines:
            key, _, rows = line.rstrip("\n").partition("\t")
            names[key] = rows
    entities = gzip.decompress((_DATA / "entity.tsv.gz").read_bytes()).decode("utf-8").split("\n")
    atlas = Atlas(entities, names, main)
    text = (_DATA / "alias.csv").read_text(encoding="utf-8")
    reader = csv.DictReader(line for line in io.StringIO(text) if not line.startswith("#"))
    for number, row in enumerate(reader):
        atlas.add({field: (value or "").strip() for field, value in row.items()}, len(entities) + number)
    atlas.close()
    return atlas
