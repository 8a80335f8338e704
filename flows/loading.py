"""A reading in, rows of the warehouse out: one transaction a batch, with all that follows from it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flows.batch import ReadDocument, Reading
from flows.channels import Channel
from flows.copies import load_copies
from flows.dedupe import Sorted, Stored, sort_out
from flows.journal import Journal, find_journals, newer_than_known
from flows.known import load_known
from flows.outcomes import load_outcomes
from flows.records import FeedMemory, FeedState, Rejected
from flows.watch import register
from parsers.knowledge.languages import find_readable
from parsers.records import (
    Alert,
    Event,
    EventMention,
    LedgerLine,
    Mention,
    Plan,
    Quantity,
    Refusal,
    Report,
    SourceLink,
    Transition,
)
from parsers.resolve import resolve
from warehouse.ask import ask
from warehouse.connection import Connection, open_writer, transaction
from warehouse.load import NOTHING, Changes, merge, replace_scopes
from warehouse.migrate import migrate
from warehouse.outcomes import note_files
from warehouse.versions import add_versions

LIVE = timedelta(days=1)  # after its last new post a live blog is over
OF_PAGES = (
    *("authors", "modified", "date_origin", "date_precision", "site_name"),
    *("read_url", "part_of", "text_origin", "charset", "before_repair"),
)
KEPT = ("url", "outlet", "published", "language", "authors", "date_origin", "date_precision", "site_name")
MENTION_FIELDS = tuple(field.name for field in fields(Mention))
REPORT_FIELDS = tuple(f.name for f in fields(Report) if f.name not in ("mention", "stated"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What one batch changed."""

    read: int = 0
    new: int = 0
    updated: int = 0
    duplicate: int = 0
    rejected: Sequence[Rejected] = ()
    events_new: int = 0
    events_updated: int = 0
    alerts: int = 0
    not_read: int = 0


def open_run(
    path: Path,
    run: Mapping[str, object],
    channels: Sequence[Channel],
    *,
    archived: Sequence[str] | None = None,
    now: datetime,
) -> FeedMemory:
    """A warehouse in, made or brought up to date; notes that a run started, and says what earlier runs know.

    `archived` are the files of the archive that are there.
    """
    sources = [str(source) for source in _as_list(run["sources"])]
    with open_writer(path) as con:
        migrate(con)
        journals = find_journals(path)
        with transaction(con):
            merge(con, "run", [run])
            load_known(con)
            register(con, channels, now=now)
            if archived is not None:
                note_files(con, archived, now=now)
            load_journals(con, journals, now=now)
        for journal in journals:
            journal.clear()
        unread = ask(con, "articles_unread", languages=find_readable(), most=1)
        return replace(read_memory(con, sources, now=now), unread=bool(unread))


def load_journals(con: Connection, journals: Sequence[Journal], *, now: datetime) -> None:
    """What runs knew of their sources that were killed."""
    noted = [state for journal in journals for state in journal.read()]
    known = read_memory(con, [state.url for state in noted], now=now).states
    merge(con, "source", [source_row(state, now=now) for state in newer_than_known(noted, known)])


def _as_list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def read_memory(con: Connection, sources: Sequence[str], *, now: datetime) -> FeedMemory:
    """What is known of the feeds among the sources; feed files are found by folders and globs too."""
    urls = [*sources, *(row["url"] for row in ask(con, "local_feeds"))]
    states = {
        row["url"]: FeedState(
            url=row["url"],
            outlet=row["outlet"],
            etag=row["etag"],
            last_modified=row["last_modified"],
            status=row["last_status"],
            kind=row["kind"],
            failures=row["failures"],
            next_read_at=row["next_read_at"],
            disabled_at=row["disabled_at"],
            read_at=row["last_read_at"],
            country=row["country"],
            language=row["language"],
            weight=row["weight"],
        )
        for row in ask(con, "feed_states", urls=urls)
    }
    items = {(row["source"], row["item_id"]): row["fingerprint"] for row in ask(con, "items_seen", urls=urls)}
    fingerprints = {key: fingerprint for key, fingerprint in items.items() if fingerprint}
    live = frozenset((row["source"], row["item_id"]) for row in ask(con, "items_live", urls=urls, since=now - LIVE))
    return FeedMemory(states=states, seen=frozenset(items), fingerprints=fingerprints, live=live)


def load_reading(path: Path, reading: Reading, *, run_id: str, now: datetime) -> Loaded:
    """A reading in; all its rows and what they change in events, ledger and alerts are there together, or none."""
    with open_writer(path) as con, transaction(con):
        parted = sort_out(reading.found, find_known(con, reading.found))
        _load_articles(con, parted.new, run_id=run_id, now=now)
        _load_versions(con, parted.changed, run_id=run_id, now=now)
        known = [*((one, one.article.article_id) for one in parted.new), *parted.kept, *parted.changed]
        load_outcomes(con, reading, known, now=now)
        _load_feeds(con, reading, parted, now=now)
        touched = [*(one.article.article_id for one in parted.new), *(article_id for _, article_id in parted.changed)]
        scopes = find_scopes(con, [*touched, *load_copies(con)])
        changes = resolve_scopes(con, sorted(scopes), now=now)
    return Loaded(
        read=reading.documents,
        new=len(parted.new),
        updated=len(parted.changed),
        duplicate=len(parted.kept),
        rejected=reading.rejected,
        events_new=changes.events_new,
        events_updated=changes.events_updated,
        alerts=changes.alerts_new,
        not_read=sum(one.reading == "not_read" for one in (*parted.new, *(one for one, _ in parted.changed))),
    )


def find_scopes(con: Connection, article_ids: Sequence[str]) -> set[str]:
    """Stored articles in, what has to be worked out again with their mentions out (macro scope_of says how)."""
    return {row["scope"] for row in ask(con, "scopes_of", article_ids=list(article_ids))} if article_ids else set()


def find_known(con: Connection, found: Sequence[ReadDocument]) -> list[Stored]:
    """Read documents in, the stored articles out that may be the same."""
    articles = [one.article for one in found]
    rows = ask(
        con,
        "known_articles",
        article_ids=[article.article_id for article in articles],
        urls=[article.url for article in articles if article.url],
        text_hashes=[article.text_hash for article in articles],
    )
    return [Stored(**{**row, "former": frozenset(row["former"])}) for row in rows]


def _load_articles(con: Connection, new: Sequence[ReadDocument], *, run_id: str, now: datetime) -> None:
    first = int(ask(con, "next_seq")[0]["seq"])
    merge(con, "article", [_article_row(one, first + i, run_id=run_id, now=now) for i, one in enumerate(new)])
    mentions = [mention for one in new for mention in one.mentions]
    merge(con, "mention", map(asdict, mentions))
    merge(con, "place", find_places(mentions))


def _load_versions(con: Connection, changed: Sequence[tuple[ReadDocument, str]], *, run_id: str, now: datetime) -> None:
    """Documents with the article that each is another text of; what the new text does not state it keeps."""
    if not changed:
        return
    first = int(ask(con, "next_seq")[0]["seq"])
    ids = list(dict.fromkeys(article_id for _, article_id in changed))
    known = {row["article_id"]: row for row in ask(con, "articles_by_id", article_ids=ids)}
    versions, mentions = [], []
    for seq, (one, article_id) in enumerate(changed, first):
        row = _article_row(one, seq, run_id=run_id, now=now)
        stated = {name: row[name] for name in KEPT if row[name] not in (None, ())}
        kept = {name: known[article_id][name] for name in KEPT}
        versions.append({**row, **kept, **stated, "article_id": article_id, "retired_at": None})
        for mention in one.mentions:
            own = {"article_id": article_id, "mention_id": f"{mention.mention_id}~{row['text_hash']}", "seq": seq}
            mentions.append({**asdict(mention), **own})
    add_versions(con, ids, versions=versions, mentions=mentions)
    merge(con, "place", find_places(mention for one, _ in changed for mention in one.mentions))


def _article_row(one: ReadDocument, seq: int, *, run_id: str, now: datetime) -> dict[str, object]:
    article = one.article
    return {
        "article_id": article.article_id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "text": article.text,
        "published": article.published,
        "language": article.language,
        "source": one.document.source,
        "text_hash": article.text_hash,
        "seq": seq,
        # Read again from the archive, it is known since it was fetched.
        "loaded_at": one.document.archived.fetched_at if one.document.archived else now,
        "run_id": run_id,
        "version": 1,
        "reading": one.reading,
        **{name: getattr(article, name) for name in OF_PAGES},
    }


def find_places(mentions: Iterable[Mention]) -> list[dict[str, object]]:
    """Mentions in, rows of table `place` out: the places that they name, and the provinces of these."""
    from parsers.knowledge.gazetteer import load_gazetteer

    gazetteer = load_gazetteer()
    rows: dict[str, dict[str, object]] = {}
    for mention in mentions:
        admin1_name = gazetteer.admin1_name(mention.admin1) if mention.admin1 else None
        province = gazetteer.province(mention.admin1) if mention.admin1 else None
        if mention.place_id is not None:
            rows[mention.place_id] = {
                "place_id": mention.place_id,
                "name": mention.place,
                "kind": mention.place_kind,
                "admin1": mention.admin1,
                "admin1_name": admin1_name,
                "country": mention.country,
                "lat": mention.lat,
                "lon": mention.lon,
                "seat": mention.seat,
            }
        if province is not None and province.place_id is not None:
            rows.setdefault(province.place_id, {**asdict(province), "admin1_name": admin1_name})
    return list(rows.values())


def _load_feeds(con: Connection, reading: Reading, parted: Sorted, *, now: datetime) -> None:
    """What was dealt with is not read again; ETag and date are kept only where nothing is left to be had."""
    kept = {(one.document.source, one.document.item_id): one.article.article_id for one in parted.new}
    known = [*parted.kept, *parted.changed]
    kept |= {(one.document.source, one.document.item_id): article_id for one, article_id in known}
    settled: dict[tuple[str, str | None], str | None] = dict.fromkeys(
        (state.url, item) for state in reading.states for item in state.items
    )
    marks: dict[tuple[str, str | None], str] = {
        (state.url, item): mark for state in reading.states for item, mark in state.fingerprints.items()
    }
    entries = dict.fromkeys(marks) | settled | kept
    rows = [
        {"source": key[0], "item_id": key[1], "article_id": article_id, "fingerprint": marks.get(key)}
        for key, article_id in entries.items()
        if key[1] is not None
    ]
    merge(con, "feed_item", rows)
    merge(con, "source", [source_row(state, now=now) for state in reading.states])


def source_row(state: FeedState, *, now: datetime) -> dict[str, object]:
    return {
        "url": state.url,
        "kind": state.kind,
        "outlet": state.outlet,
        "country": state.country,
        "language": state.language,
        "weight": state.weight,
        "etag": state.etag if state.complete else None,
        "last_modified": state.last_modified if state.complete else None,
        "last_status": state.status,
        "last_read_at": state.read_at or now,
        "status": "disabled" if state.disabled_at else "failing" if state.failures else "ok",
        "failures": state.failures,
        "next_read_at": state.next_read_at,
        "disabled_at": state.disabled_at,
    }


def resolve_scopes(con: Connection, scopes: Sequence[str], *, now: datetime) -> Changes:
    """Scopes in; what all their mentions together tell is worked out again and takes the place of what was there."""
    if not scopes:
        return NOTHING
    rows = ask(con, "reports_in_scopes", scopes=list(scopes))
    plan = resolve([as_report(row) for row in rows])
    scope_of = {row["mention_id"]: str(row["scope"]) for row in rows}
    return replace_scopes(con, scopes, **as_rows(plan, scope_of, now=now), now=now)


def as_report(row: Mapping[str, Any]) -> Report:
    """A row of query reports_in_scopes in, the Report out."""
    known = {name: row[name] for name in MENTION_FIELDS}
    known["quantities"] = tuple(Quantity(**part) for part in row["quantities"] or ())
    known["sources"] = tuple(SourceLink(**part) for part in row["sources"] or ())
    return Report(mention=Mention(**known), **{name: row[name] for name in REPORT_FIELDS})


def as_row(record: Event | EventMention | Transition | Refusal | LedgerLine | Alert) -> dict[str, object]:
    """A flat record in, its fields out; asdict copies each value deeply, which costs more than to resolve."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def as_rows(plan: Plan, mention_scopes: Mapping[str, str], *, now: datetime) -> dict[str, list[dict[str, object]]]:
    """A Plan and the scopes of its mentions in, the rows of its six tables out."""
    from parsers.knowledge.gazetteer import load_gazetteer

    scope_of = {link.event_id: mention_scopes[link.mention_id] for link in plan.links}
    name_of = load_gazetteer().admin1_name
    entry = {"entry": None, "recorded_at": now, "withdrawn": False}  # the ledger numbers its entries itself
    standing = {"raised_at": now, "withdrawn_at": None, "superseded_by": None}
    return {
        "events": [{**as_row(event), "scope": scope_of[event.event_id]} for event in plan.events],
        "links": [{**as_row(link), "scope": scope_of[link.event_id]} for link in plan.links],
        "transitions": [{**as_row(step), "scope": scope_of[step.event_id]} for step in plan.transitions],
        "refusals": [{**as_row(one), "scope": scope_of[one.event_id]} for one in plan.refusals],
        "ledger": [{**as_row(line), **entry, "scope": line.admin1} for line in plan.ledger],
        "alerts": [
            {**as_row(alert), **standing, "scope": alert.admin1, "admin1_name": name_of(alert.admin1)}
            for alert in plan.alerts
        ],
    }
