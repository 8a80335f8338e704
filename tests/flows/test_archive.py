"""What a real server gave, kept as WARC and read again without it; killed writers, limits, secrets."""

import gzip
import io
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from flows.archive import Archive, ArchiveError, prune, read_at
from flows.archive_index import find_files, index_path, read_index
from flows.archive_reading import is_raw, read_payload, read_raw
from flows.fetch import Fetched
from flows.records import Rejected
from flows.settings import ArchiveSettings
from parsers.records import Document, Known
from tests.flows.conftest import FALL, FILLER, House, a_feed, a_page
from tests.loopback import Loopback, Reply, wait_until

ROOT = Path(__file__).parents[2]
NOON = datetime(2021, 8, 15, 12, 0, 0, 123456, tzinfo=UTC)
IDENTITY = "select article_id, url, outlet, title, text, published, loaded_at, source from article order by all"


def an_answer(body: bytes, path: str = "/1", **changes: object) -> Fetched:
    known = {"url": f"https://example.org{path}", "status": 200, "media_type": "text/html", "fetched_at": NOON}
    return Fetched(**{**known, "body": body, **changes})  # type: ignore[arg-type]


def a_document(body: bytes, path: str = "/1") -> Document:
    url = f"https://example.org{path}"
    known = Known(url=url, title="Fall of Herat", published=NOON, outlet="Herald")
    return Document(source="https://example.org/f", name=url, media_type="text/html", body=body, known=known)


def keep(archive: Archive, *bodies: bytes) -> list[Document]:
    """Documents with their answers, as a run keeps them."""
    from dataclasses import replace

    kept = []
    for number, body in enumerate(bodies):
        document = a_document(body, f"/{number}")
        place = archive.keep(an_answer(body, f"/{number}"), asked=document.name)
        kept.append(replace(document, archived=place))
        archive.describe(kept[-1])
    archive.sync()
    return kept


def types_in(path: Path) -> list[str]:
    with path.open("rb") as stream:
        return [record.rec_type for record in ArchiveIterator(stream)]


def read_all(folder: Path, cap: int = 2_000_000) -> list[Document | Rejected]:
    return [one for path in find_files(folder) for one in read_raw(path, source=str(folder), cap=cap)]


def a_world(loopback: Loopback) -> list[str]:
    """Two feeds: one with pages, one with a text of its own and a page that leads elsewhere."""
    loopback.redirect("/moved", "/kunduz")
    loopback.page("/kunduz", a_page("Kunduz"))
    herald = loopback.feed("/herald.rss", a_feed("Herald", [loopback.page("/herat", a_page("Herat"))]))
    text = FALL.format(city="Ghazni") + FILLER
    own = f"<item><title>Ghazni falls</title><guid>g1</guid><description>{text}</description></item>"
    feed = a_feed("Courier", [loopback.url("/moved")]).replace("</channel>", f"{own}</channel>")
    return [herald, loopback.feed("/courier.rss", feed)]


def test_the_archive_alone_gives_the_same_articles(house: House, loopback: Loopback, tmp_path: Path) -> None:
    feeds = a_world(loopback)
    assert house.run(*feeds, allow_hosts=loopback.host).new == 3
    asked, mentions = len(loopback.requests), "select * from mention order by all"
    again = House(tmp_path / "again")
    again.folder.mkdir()
    summary = again.run(str(house.folder / "raw"))
    assert (summary.read, summary.new, summary.rejected) == (3, 3, 0)
    assert again.ask(IDENTITY) == house.ask(IDENTITY)
    assert again.ask(mentions) == house.ask(mentions)
    assert len(loopback.requests) == asked, "nothing was asked for"
    (file,) = find_files(house.folder / "raw")
    assert again.run(str(file)).duplicate == 3
    follow = again.run(*feeds, allow_hosts=loopback.host)
    assert (follow.read, len(loopback.requests)) == (0, asked + 2), "entries read from the archive are settled"


def test_an_entry_of_an_older_page_refers_to_that_page(house: House, loopback: Loopback) -> None:
    def entries(number: int) -> str:
        text = FALL.format(city=f"Ghazni {number}") + FILLER
        return f"<item><title>Part {number}</title><guid>g{number}</guid><description>{text}</description></item>"

    older = "<a:link xmlns:a='http://www.w3.org/2005/Atom' rel='next' href='/2.rss'/>"
    pages = [
        a_feed("Courier", []).replace("</channel>", f"{part}</channel>") for part in (entries(1) + older, entries(2))
    ]
    first, second = (loopback.feed(f"/{number}.rss", body) for number, body in enumerate(pages, 1))
    assert house.run(first, allow_hosts=loopback.host, backfill=3).new == 2
    (file,) = find_files(house.folder / "raw")
    with file.open("rb") as stream:
        heads = [record.rec_headers for record in ArchiveIterator(stream)]
    address = {head["WARC-Record-ID"]: head["WARC-Target-URI"] for head in heads if head["WARC-Type"] == "response"}
    refers = [address[head["WARC-Refers-To"]] for head in heads if head["WARC-Type"] == "conversion"]
    assert refers == [first, second]


def test_sql_finds_the_bytes_of_an_article(house: House, loopback: Loopback) -> None:
    page = a_page("Herat")
    url = loopback.page("/herat", page)
    house.run(url, allow_hosts=loopback.host)
    ((file, offset, digest, size),) = house.ask('select file, "offset", digest, size from article_raw')
    assert read_payload(house.folder / "raw" / file, offset, digest) == page.encode()
    assert size == len(page.encode())
    assert read_payload(house.folder / "raw" / file, offset, "sha256:" + "0" * 64) is None


def test_each_version_of_an_article_has_its_own_bytes(house: House, loopback: Loopback) -> None:
    url = loopback.route("/a", Reply(body=a_page("Herat").encode()), Reply(body=a_page("Kunduz").encode()))
    assert house.run(url, allow_hosts=loopback.host).new == 1
    assert house.run(url, allow_hosts=loopback.host).updated == 1
    found = house.ask('select version, file, "offset", digest from article_raw order by version')
    bodies = [read_payload(house.folder / "raw" / file, offset, digest) for _, file, offset, digest in found]
    assert bodies == [a_page("Herat").encode(), a_page("Kunduz").encode()]


def test_an_equal_payload_is_stored_once_also_in_another_run(tmp_path: Path) -> None:
    settings = ArchiveSettings()
    with Archive(tmp_path, settings) as archive:
        first, second = keep(archive, b"<p>same", b"<p>same")
    with Archive(tmp_path, settings) as archive:
        (third,) = keep(archive, b"<p>same")
    (file,) = find_files(tmp_path)
    assert types_in(file) == ["warcinfo", "response", "metadata", "revisit", "metadata", "revisit", "metadata"]
    places = {(one.archived.file, one.archived.offset, one.archived.digest) for one in (first, second, third)}  # type: ignore[union-attr]
    assert len(places) == 1
    assert [one.body for one in read_all(tmp_path) if isinstance(one, Document)] == [b"<p>same"] * 3
    assert read_all(tmp_path) == [first, second, third]


def test_the_files_are_sound_warc_for_other_tools(house: House, loopback: Loopback) -> None:
    house.run(*a_world(loopback), allow_hosts=loopback.host)
    (file,) = find_files(house.folder / "raw")
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            record.content_stream().read()
    with file.open("rb") as stream:
        answers = [record for record in ArchiveIterator(stream) if record.rec_type == "response"]
        targets = [record.rec_headers.get_header("WARC-Target-URI") for record in answers]
    assert targets == [loopback.url(path) for path in ("/herald.rss", "/herat", "/courier.rss", "/kunduz")]


def test_nothing_secret_is_kept(tmp_path: Path) -> None:
    told = (
        ("Set-Cookie", "session=hunter2"),
        ("X-Api-Token", "hunter2"),
        ("WWW-Authenticate", "hunter2"),
        ("Content-Type", "text/html; charset=utf-8"),
        ("ETag", '"1"'),
    )
    with Archive(tmp_path, ArchiveSettings()) as archive:
        archive.keep(an_answer(b"<p>x", headers=told), asked="https://example.org/1")
    (file,) = find_files(tmp_path)
    plain = gzip.decompress(file.read_bytes())
    assert b"hunter2" not in plain
    assert b'ETag: "1"' in plain
    assert b"Content-Type: text/html; charset=utf-8" in plain


def test_an_address_cannot_write_headers_of_its_own(tmp_path: Path) -> None:
    evil = "https://example.org/1\r\nWARC-Type: warcinfo\r\n\r\nbody"
    with Archive(tmp_path, ArchiveSettings()) as archive:
        archive.keep_text(a_document(b"text", "/x\r\nEvil: 1"), feed=None)
        archive.keep(an_answer(b"<p>x", url=evil, headers=(("ETag", "a\r\nEvil: 1"),)), asked=evil)
    (file,) = find_files(tmp_path)
    assert types_in(file) == ["warcinfo", "conversion", "response"]
    assert b"\r\nEvil" not in gzip.decompress(file.read_bytes())


@pytest.mark.parametrize("cut", [1, 10, 60, 150])
def test_a_torn_last_record_is_survived_by_readers_and_removed_by_the_next_writer(tmp_path: Path, cut: int) -> None:
    with Archive(tmp_path, ArchiveSettings()) as archive:
        first, _second = keep(archive, b"<p>first " * 50, os.urandom(300).hex().encode())
    (file,) = find_files(tmp_path)
    indexed = read_index(file)
    os.truncate(file, indexed.stop - cut)
    found = read_all(tmp_path)
    assert found[0] == first
    assert [(one.code, one.name) for one in found[1:] if isinstance(one, Rejected)] == [("torn", str(file))]
    with Archive(tmp_path, ArchiveSettings()) as archive:
        (third,) = keep(archive, b"<p>third")
    assert find_files(tmp_path) == [file]
    assert read_all(tmp_path)[-1] == third
    assert not [one for one in read_all(tmp_path) if isinstance(one, Rejected)]


def test_damage_in_the_middle_costs_what_follows_and_is_told(tmp_path: Path) -> None:
    with Archive(tmp_path, ArchiveSettings()) as archive:
        first, _ = keep(archive, b"<p>first", b"<p>second")
    (file,) = find_files(tmp_path)
    offset = read_index(file).entries[3].offset
    packed = bytearray(file.read_bytes())
    packed[offset : offset + 4] = bytes(4)
    file.write_bytes(bytes(packed))
    kept, said = read_all(tmp_path)
    assert kept == first
    assert isinstance(said, Rejected)
    assert (said.code, said.detail) == ("damaged", f"is no gzip from byte {offset} on; all before it was read")
    index_path(file).unlink()
    with Archive(tmp_path, ArchiveSettings()) as archive:
        keep(archive, b"<p>third")
    assert file.read_bytes() == bytes(packed), "a file that we did not tear is left as it is"
    assert len(find_files(tmp_path)) == 2


def test_a_changed_body_is_not_believed(tmp_path: Path) -> None:
    with Archive(tmp_path, ArchiveSettings()) as archive:
        keep(archive, b"<p>Herat fell")
    (file,) = find_files(tmp_path)
    with file.open("rb") as stream:
        members = [gzip.compress(part) for part in _members(stream.read())]
    members[1] = gzip.compress(gzip.decompress(members[1]).replace(b"Herat fell", b"Kabul fell"))
    file.write_bytes(b"".join(members))
    index_path(file).unlink()
    (said,) = read_all(tmp_path)
    assert isinstance(said, Rejected)
    assert said.code == "damaged"


def _members(packed: bytes) -> list[bytes]:
    from flows.archive_members import find_members

    return [member.content for member in find_members(io.BytesIO(packed), cap=10_000_000)]


def test_a_lost_or_stale_index_changes_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path, ArchiveSettings()) as archive:
        keep(archive, b"<p>1", b"<p>2")
    (file,) = find_files(tmp_path)
    whole = read_index(file)
    for packed in (b"", index_path(file).read_bytes()[:100], bytes(480), b"x" * 1000):
        index_path(file).write_bytes(packed)
        assert read_index(file).entries == whole.entries
    index_path(file).unlink()
    with Archive(tmp_path, ArchiveSettings()) as archive:
        keep(archive, b"<p>1")
    assert types_in(file).count("response") == 2


def test_files_turn_and_the_oldest_are_deleted_whole(tmp_path: Path) -> None:
    settings = ArchiveSettings(max_bytes=1_000_000)
    with Archive(tmp_path, settings) as archive:
        for number in range(40):
            keep(archive, os.urandom(30_000).hex().encode() + b"%d" % number)
            assert sum(path.stat().st_size for path in find_files(tmp_path)) <= 1_000_000
    files = find_files(tmp_path)
    assert len(files) > 3
    assert all(path.stat().st_size <= 126_000 for path in files)
    assert len([one for one in read_all(tmp_path) if isinstance(one, Document)]) > 15, "the newest are there"
    assert not [one for one in read_all(tmp_path) if isinstance(one, Rejected)]
    assert {path.name for path in tmp_path.iterdir()} == {
        *(path.name for path in files),
        *(index_path(path).name for path in files),
    }


def test_what_is_too_old_is_deleted_but_not_what_another_run_writes(tmp_path: Path) -> None:
    settings = ArchiveSettings(keep_days=30)
    old = datetime.now(UTC) - timedelta(days=31)
    with Archive(tmp_path, settings) as archive:
        keep(archive, b"<p>1")
        (file,) = find_files(tmp_path)
        os.utime(file, (old.timestamp(), old.timestamp()))
        assert prune(tmp_path, settings, room=0, now=datetime.now(UTC)) == []
    assert prune(tmp_path, settings, room=0, now=datetime.now(UTC)) == [file]
    assert list(tmp_path.iterdir()) == []


def test_two_writers_at_once_have_a_file_each(tmp_path: Path) -> None:
    with Archive(tmp_path, ArchiveSettings()) as one, Archive(tmp_path, ArchiveSettings()) as other:
        keep(one, b"<p>1")
        keep(other, b"<p>2")
        keep(one, b"<p>3")
    assert len(find_files(tmp_path)) == 2
    assert len(read_all(tmp_path)) == 3


def test_deleted_files_are_noted_and_their_articles_stay(house: House, loopback: Loopback) -> None:
    url = loopback.page("/herat", a_page("Herat"))
    house.run(url, allow_hosts=loopback.host)
    (file,) = find_files(house.folder / "raw")
    kept = file.read_bytes()
    file.unlink()
    text = house.write("a.txt", FALL.format(city="Kunduz"))
    house.run(text)
    assert house.ask("select gone_at is null from article_raw") == [(False,)]
    file.write_bytes(kept)
    house.run(text)
    assert house.ask("select gone_at is null from article_raw") == [(True,)]


def test_an_archive_that_cannot_be_written_ends_the_run_before_anything_rests_on_it(
    house: House, loopback: Loopback
) -> None:
    (house.folder / "raw").write_text("a file where the folder should be")
    url = loopback.page("/herat", a_page("Herat"))
    with pytest.raises(ArchiveError, match="the archive cannot be written"):
        house.run(url, allow_hosts=loopback.host)
    summary = house.run(url, allow_hosts=loopback.host, archive={"enabled": False})
    assert (summary.new, house.ask("select count(*) from raw")) == (1, [(0,)])


WRITER = """
import sys
from pathlib import Path
from flows.archive import Archive
from flows.settings import ArchiveSettings
from tests.flows.test_archive import keep
import os
with Archive(Path(sys.argv[1]), ArchiveSettings()) as archive:
    number = 0
    while True:
        number += 1
        keep(archive, os.urandom(20_000).hex().encode())
        print(number, flush=True)
"""


def test_a_killed_writer_loses_nothing_that_was_synced(tmp_path: Path) -> None:
    for _ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for _line in range(5):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            said = 5 + len(process.stdout.read().split())
        before = getattr(test_a_killed_writer_loses_nothing_that_was_synced, "kept", 0)
        documents = [one for one in read_all(tmp_path) if isinstance(one, Document)]
        assert len(documents) >= before + said
        test_a_killed_writer_loses_nothing_that_was_synced.kept = len(documents)  # type: ignore[attr-defined]
    with Archive(tmp_path, ArchiveSettings()) as archive:
        keep(archive, b"<p>last")
    assert not [one for one in read_all(tmp_path) if isinstance(one, Rejected)]


@pytest.mark.slow
def test_a_killed_run_loads_nothing_that_the_archive_lacks(new_house: House, loopback: Loopback) -> None:
    """Whatever is stored when the run dies, its bytes are there."""
    links = [loopback.page(f"/{n}", a_page(f"Herat {n}")) for n in range(130)]
    feed = loopback.feed("/f.rss", a_feed("Herald", links))
    command = [sys.executable, "-m", "flows.cli", "--db", str(new_house.db), "run", feed, "--direct", "--quiet"]
    environment = {**os.environ, "FRONTWIRE_FETCH__ALLOW_HOSTS": loopback.host}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as process:
        assert wait_until(lambda: len(loopback.requests) > 115, seconds=120)
        process.kill()
    assert new_house.run(feed, allow_hosts=loopback.host).rejected == 0
    places = new_house.ask('select file, "offset", digest from article_raw')
    assert len(places) == 130
    assert all(read_payload(new_house.folder / "raw" / file, offset, digest) for file, offset, digest in places)


def test_a_foreign_web_archive_is_no_raw_one(tmp_path: Path) -> None:
    for name, content in {
        "a.warc.gz": gzip.compress(b"WARC/1.0\r\n"),
        "b.warc": b"WARC/1.0\r\n",
        "c.warc.gz": b"",
    }.items():
        (tmp_path / name).write_bytes(content)
        assert not is_raw(tmp_path / name)
    assert read_at(tmp_path / "missing", 0) is None
