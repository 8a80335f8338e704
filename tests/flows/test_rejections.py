"""What could not be read has a row, is listed, and is read again: from the archive, by its address, from its file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import flows.pages
from flows.cli import put_globals_first
from flows.exits import CommandError
from flows.rejections import find_rejected, print_rejected, retry
from tests.flows.conftest import FALL, FILLER, House, a_feed, a_page
from tests.loopback import Loopback, Reply
from warehouse.connection import open_writer
from warehouse.snapshot import publish

ROOT = Path(__file__).parents[2]
OPEN = "select name, code, tries from rejected where resolved_at is null order by all"
STUB = "<html><head><title>{}</title></head><body></body></html>"


def again(house: House, *ids: str, code: str | None = None, source: str | None = None, **changes: object):  # type: ignore[no-untyped-def]
    """Another try, as `frontwire rejected --retry` has it."""
    rows = find_rejected(house.db, ids, code=code, source=source)
    return retry(rows, house.settings(**changes), screen=None)


def test_a_page_is_read_again_by_its_address_with_what_its_feed_said(house: House, loopback: Loopback) -> None:
    gone = loopback.route("/gone", Reply(status=404))
    feed = loopback.feed("/f.rss", a_feed("Herald", [gone]))
    assert house.run(feed, allow_hosts=loopback.host).rejected == 1
    assert house.ask("select source, name, code, tries, item_id from rejected") == [(feed, gone, "http_404", 1, gone)]
    assert again(house, allow_hosts=loopback.host).rejected == 1
    assert house.ask(OPEN) == [(gone, "http_404", 2)]
    page = a_page("Herat").replace("2021-08-15T10:00:00Z", "1999-01-01")
    loopback.page("/gone", page)
    summary = again(house, allow_hosts=loopback.host)
    assert (summary.read, summary.new, summary.rejected) == (1, 1, 0)
    assert len(loopback.asked("/f.rss")) == 1, "the feed is not asked"
    assert house.ask("select outlet, source, published::date::varchar from article") == [("Herald", feed, "2021-08-15")]
    assert house.ask("select article_id is not null from feed_item") == [(True,)]
    assert house.ask(OPEN) == []
    assert house.ask("select tries, resolved_at >= last_seen, article_id from rejected") == [
        (2, True, house.ask("select article_id from article")[0][0])
    ]
    assert again(house, allow_hosts=loopback.host).read == 0


def test_what_was_fetched_is_read_again_from_the_archive(house: House, loopback: Loopback) -> None:
    """As after an upgrade of the reader: the bytes are the old ones, and nobody is asked."""
    page = loopback.page("/hostile", "<br>" * 2_001 + a_page("Herat"))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    newer, flows.pages.MAX_TAGS = flows.pages.MAX_TAGS, 2_000  # 200,001 tags take half of the reader's deadline
    try:
        assert house.run(feed, allow_hosts=loopback.host).rejected == 1
    finally:
        flows.pages.MAX_TAGS = newer
    assert house.ask(OPEN) == [(page, "too_large", 1)]
    asked = len(loopback.requests)
    summary = again(house, allow_hosts=loopback.host)
    assert (summary.new, summary.rejected, len(loopback.requests)) == (1, 0, asked)
    assert house.ask("select outlet, url, source from article") == [("Herald", page, feed)]
    assert house.ask("select article_id is not null, rejected_id from raw") == [(True, None)]


def test_without_its_bytes_a_page_is_asked_for_again(house: House, loopback: Loopback) -> None:
    page = loopback.page("/empty", STUB.format("Herat"))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    house.run(feed, allow_hosts=loopback.host, archive={"enabled": False})
    assert house.ask(OPEN) == [(page, "empty", 1)]
    loopback.page("/empty", a_page("Herat"))
    assert again(house, allow_hosts=loopback.host).new == 1
    assert house.ask(OPEN) == []


def test_a_line_of_a_file_is_read_again_from_that_file(house: House) -> None:
    lines = [json.dumps({"text": FALL.format(city="Herat")}), '{"text": 1}', "{", json.dumps({"text": "Rain in Rome."})]
    file = house.write("a/n.jsonl", "\n".join(lines))
    folder = str(house.folder / "a")
    assert house.run(folder).rejected == 2
    assert house.ask(OPEN) == [(f"{file}:2", "field", 1), (f"{file}:3", "json", 1)]
    lines[1] = json.dumps({"text": FALL.format(city="Kunduz")})
    house.write("a/n.jsonl", "\n".join(lines))
    summary = again(house)
    assert (summary.read, summary.new, summary.rejected) == (1, 1, 1)
    assert house.ask(OPEN) == [(f"{file}:3", "json", 2)]
    Path(file).unlink()
    assert again(house).rejected == 1
    assert house.ask(OPEN) == [(f"{file}:3", "not_found", 3)]


def test_sources_that_are_back_are_read_whole(house: House, loopback: Loopback) -> None:
    feed, folder = loopback.route("/f.rss", Reply(status=403)), str(house.folder / "later")
    assert house.run(feed, folder, allow_hosts=loopback.host).rejected == 2
    loopback.feed("/f.rss", a_feed("Herald", [loopback.page("/herat", a_page("Herat"))]))
    house.write("later/k.txt", FALL.format(city="Kunduz"))
    summary = again(house, allow_hosts=loopback.host)
    assert (summary.new, summary.rejected) == (2, 0)
    assert house.ask(OPEN) == []


def test_a_later_run_resolves_what_it_can_read(house: House, loopback: Loopback) -> None:
    page = loopback.route("/slow", Reply(status=500), Reply(body=a_page("Herat").encode()))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    assert house.run(feed, allow_hosts=loopback.host).rejected == 1
    assert house.ask(OPEN) == [(page, "http_500", 1)]
    assert house.run(feed, allow_hosts=loopback.host).new == 1
    assert house.ask(OPEN) == []


def test_one_document_has_one_row_whatever_the_reason(house: House, loopback: Loopback) -> None:
    page = loopback.route("/p", Reply(status=500), Reply(status=404))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    house.run(feed, allow_hosts=loopback.host)
    house.run(feed, allow_hosts=loopback.host)
    assert house.ask(OPEN) == [(page, "http_404", 2)]
    assert house.ask("select first_seen < last_seen from rejected") == [(True,)]


def test_ids_reasons_and_sources_choose(house: House) -> None:
    house.write("a.txt", "")
    house.write("b.jsonl", "{")
    house.run(str(house.folder / "a.txt"), str(house.folder / "b.jsonl"), str(house.folder / "c.txt"))
    rows = find_rejected(house.db, [], code=None, source=None)
    assert {row["code"] for row in rows} == {"empty", "json", "not_found"}
    assert [row["code"] for row in find_rejected(house.db, [], code="json", source=None)] == ["json"]
    source = str(house.folder / "c.txt")
    assert [row["source"] for row in find_rejected(house.db, [], code=None, source=source)] == [source]
    chosen = rows[1]["rejected_id"]
    assert [row["rejected_id"] for row in find_rejected(house.db, [chosen[:9]], code=None, source=None)] == [chosen]
    with pytest.raises(CommandError, match="there is no rejected document 'ffff0000'"):
        find_rejected(house.db, ["ffff0000"], code=None, source=None)


def test_the_command_lists_for_people_and_machines(house: House, loopback: Loopback) -> None:
    page = loopback.page("/empty", STUB.format("Herat"))
    house.run(page, allow_hosts=loopback.host)

    def frontwire(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "flows.cli", "--db", str(house.db), *words]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    listed = frontwire("rejected", "--format", "jsonl")
    (line,) = [json.loads(line) for line in listed.stdout.splitlines()]
    assert (listed.returncode, line["name"], line["code"], line["tries"]) == (0, page, "empty", 1)
    assert line["digest"].startswith("sha256:")
    assert (house.folder / "raw" / line["file"]).is_file()
    assert page in frontwire("rejected").stdout
    assert frontwire("rejected", "--code", "timeout", "--format", "jsonl").stdout == ""
    tried = frontwire("rejected", "--retry", line["rejected_id"])
    assert (tried.returncode, "Traceback" in tried.stderr) == (1, False)
    assert f"rejected {page}" in tried.stderr
    assert house.ask(OPEN) == [(page, "empty", 2)]
    wrong = frontwire("rejected", "nonesuch", "--retry")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert put_globals_first(["rejected", "--retry", "--db", "x"]) == ["--db", "x", "rejected", "--retry"]


def test_terminal_tricks_of_a_page_do_not_reach_the_screen(house: House, tmp_path: Path) -> None:
    house.run(str(tmp_path / "\x1b[31mred.txt"))
    with (tmp_path / "out").open("w") as out:
        print_rejected(find_rejected(house.db, [], code=None, source=None), format="table", out=out)
    assert "\x1b" not in (tmp_path / "out").read_text()


def test_an_entry_whose_text_grew_is_an_article(house: House, loopback: Loopback) -> None:
    """Short entries whose page is gone wait with what their feed said; the page may come back as plain text."""
    page = loopback.route("/p", Reply(status=410))
    feed = loopback.feed("/f.rss", a_feed("Herald", [page]))
    house.run(feed, allow_hosts=loopback.host)
    known = json.loads(house.ask("select known from rejected")[0][0])
    assert known["known"]["title"] == "Entry 0"
    loopback.route("/p", Reply(body=(FALL.format(city="Herat") + FILLER).encode(), media_type="text/plain"))
    assert again(house, allow_hosts=loopback.host).new == 1
    assert house.ask("select title from article") == [("Entry 0",)]


def test_a_row_of_before_without_what_was_known_is_asked_for_alone(house: House, loopback: Loopback) -> None:
    """Its feed may offer other entries, which a retry must not settle unread."""
    gone = loopback.route("/gone", Reply(status=404))
    feed = loopback.feed("/f.rss", a_feed("Herald", [gone]))
    house.run(feed, allow_hosts=loopback.host)
    with open_writer(house.db) as con:
        con.execute("update rejected set known = null")
    publish(house.db)
    loopback.page("/gone", a_page("Herat"))
    loopback.feed("/f.rss", a_feed("Herald", [gone, loopback.page("/fresh", a_page("Kunduz"))]))
    assert again(house, allow_hosts=loopback.host).new == 1
    assert (house.ask(OPEN), len(loopback.asked("/f.rss"))) == ([], 1)
    assert house.run(feed, allow_hosts=loopback.host).new == 1


def test_an_entry_of_a_feed_file_keeps_what_the_file_said(house: House, loopback: Loopback) -> None:
    gone = loopback.route("/gone", Reply(status=404))
    house.write("feeds/f.xml", a_feed("Herald", [gone]))
    assert house.run(str(house.folder / "feeds"), allow_hosts=loopback.host).rejected == 1
    loopback.page("/gone", a_page("Herat"))
    assert again(house, allow_hosts=loopback.host).new == 1
    assert house.ask("select outlet, item_id from article join feed_item using (article_id)") == [("Herald", gone)]
