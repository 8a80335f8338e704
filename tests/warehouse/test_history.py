"""What a batch reads of a long history: found by few columns first, and still the rows that the view shows."""

from dataclasses import replace
from pathlib import Path

from flows.batch import Reading
from flows.loading import load_reading
from tests.factories import a_report
from tests.readings import LOADED, load_all, read_documents
from tests.stories import TOWN
from warehouse.ask import ask
from warehouse.connection import Connection, open_writer

VIEW = """
    select * exclude (title), scope_of(admin1, country, type, coalesce(date_start, date_end, published::date)) as scope
    from mention_version order by seq, "start", mention_id
"""


def read_view(con: Connection) -> list[dict[str, object]]:
    cursor = con.execute(VIEW)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def load_history(db: Path) -> None:
    """Dated and undated, of two sorts and places, of an agency and a copy of it, and a corrected text."""
    text = " ".join(f"word{n}" for n in range(60))
    told = [
        a_report(outlet="AFP", root_source="AFP", day="2021-08-14", quote=text, published="2021-08-14"),
        a_report(outlet="Post", root_source="Post", day="2021-08-14", quote=text, published="2021-08-15"),
        a_report(outlet="AP", root_source="AP", published="2021-08-16"),
        a_report(outlet="AP", type="attack", published="2021-08-17"),
        a_report(outlet="AP", type="attack", day="2021-08-17", published="2021-08-18", **TOWN),
        a_report(outlet="AP", admin1=None, country=None, published="2021-08-19"),
    ]
    found = read_documents(told)
    load_all(db, found, size=2)
    (changed,) = read_documents([a_report(outlet="AP", actor="ISKP", published="2021-08-16", quote="Another text.")])
    first = found[2].article
    article = replace(changed.article, article_id=first.article_id, url=first.url)
    mentions = [replace(one, article_id=first.article_id) for one in changed.mentions]
    reading = Reading(found=(replace(changed, article=article, mentions=mentions),), documents=1)
    load_reading(db, reading, run_id="r1", now=LOADED)


def test_reports_and_scopes_are_those_of_the_view(tmp_path: Path) -> None:
    db = tmp_path / "w.duckdb"
    load_history(db)
    with open_writer(db) as con:
        rows = read_view(con)
        assert any(row["retired_at"] for row in rows)
        assert any(row["root_source"] == "AFP" and row["outlet"] == "Post" for row in rows)
        scopes = sorted({str(row["scope"]) for row in rows})
        assert len(scopes) >= 3
        for wanted in ([], *([scope] for scope in scopes), scopes):
            found = ask(con, "reports_in_scopes", scopes=wanted)
            assert [dict(row) for row in found] == [row for row in rows if row["scope"] in wanted]
        for article_id in {str(row["article_id"]) for row in rows}:
            own = sorted({str(row["scope"]) for row in rows if row["article_id"] == article_id})
            assert [row["scope"] for row in ask(con, "scopes_of", article_ids=[article_id])] == own
