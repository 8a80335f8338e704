"""`frontwire feeds ...` as a user types it, against a server on loopback."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.loopback import Loopback, Reply

ROOT = Path(__file__).parents[2]
ENTRY = "<item><guid>1</guid><title>t</title><pubDate>Fri, 06 Aug 2021 18:30:00 GMT</pubDate></item>"
FEED = f"<rss version='2.0'><channel><title>Example News</title>{ENTRY}</channel></rss>"


def feeds(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", "feeds", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def listed(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in feeds(folder, "list", "--format", "jsonl").stdout.splitlines()]


@pytest.mark.parametrize("command", ["add", "list", "remove", "check", "enable", "import", "export"])
def test_every_command_has_help_with_an_example(command: str, tmp_path: Path) -> None:
    done = feeds(tmp_path, command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"Example: frontwire feeds {command}" in done.stdout


def test_a_feed_is_added_listed_and_removed(tmp_path: Path) -> None:
    url = "https://news.example/world.rss"
    words = ["--outlet", "Example", "--country", "gb", "--language", "en", "--weight", "0.5", "--full-text", "feed"]
    words += ["--interval", "900", "--backfill", "3", "--header", "Authorization=env:NEWS_KEY"]
    done = feeds(tmp_path, "add", url, *words)
    assert (done.returncode, done.stdout) == (0, "")
    assert listed(tmp_path) == [
        {
            "url": url,
            "outlet": "Example",
            "country": "GB",
            "language": "en",
            "weight": 0.5,
            "full_text": "feed",
            "interval_seconds": 900,
            "backfill": 3,
            "headers": ["Authorization"],
        }
    ]
    table = feeds(tmp_path, "list").stdout
    assert "Authorization" in table
    assert "NEWS_KEY" not in table
    assert feeds(tmp_path, "remove", url).returncode == 0
    assert listed(tmp_path) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["add", "file:///etc/passwd"], "only http and https"),
        (["add", "http://u:hush@a.example/"], "user name or password"),
        (["add", "http://a.example/", "--country", "Britain"], "two letters"),
        (["add", "http://a.example/", "--weight", "-1"], "weight"),
        (["add", "http://a.example/", "--header", "Authorization=hush"], "environment variables"),
        (["add", "http://a.example/", "--header", "hush"], "NAME=env:VARIABLE"),
        (["add", "http://a.example/", "--header", "Host=env:HUSH"], "request headers"),
        (["remove", "http://a.example/"], "feeds list"),
        (["check"], "feeds add"),
        (["import", "missing.opml"], "missing.opml"),
        (["list", "--format", "csv"], "csv"),
    ],
)
def test_wrong_usage_is_status_2_and_one_sentence(words: list[str], said: str, tmp_path: Path) -> None:
    done = feeds(tmp_path, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "hush" not in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "frontwire.toml").exists()


def test_a_feed_that_is_there_is_not_added_twice(tmp_path: Path) -> None:
    assert feeds(tmp_path, "add", "http://a.example/").returncode == 0
    again = feeds(tmp_path, "add", "http://a.example/", "--outlet", "Other")
    assert (again.returncode, "already" in again.stderr) == (2, True)
    assert len(listed(tmp_path)) == 1


def test_what_is_exported_can_be_imported_without_its_headers(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    there.mkdir()
    here.mkdir()
    feeds(there, "add", "http://a.example/?x=1&y=2", "--outlet", "<A & B>", "--weight", "0.5", "--header", "X=env:KEY")
    feeds(there, "add", "http://b.example/", "--country", "AF", "--full-text", "feed", "--interval", "60")
    exported = feeds(there, "export")
    assert "KEY" not in exported.stdout
    (here / "feeds.opml").write_text(exported.stdout, encoding="utf-8")
    assert feeds(here, "import", "feeds.opml").returncode == 0
    assert listed(here) == [{**feed, "headers": []} for feed in listed(there)]
    assert "0 feeds added" in feeds(here, "import", "feeds.opml").stderr


def test_a_list_with_odd_feeds_gives_the_others(tmp_path: Path) -> None:
    outlines = "<outline xmlUrl='ftp://a/'/><outline xmlUrl='http://b.example/' f:weight='x'/><outline xmlUrl='http://c.example/'/>"
    (tmp_path / "f.opml").write_text(f"<opml xmlns:f='u'><body>{outlines}</body></opml>", encoding="utf-8")
    done = feeds(tmp_path, "import", "f.opml")
    assert done.returncode == 1
    assert [feed["url"] for feed in listed(tmp_path)] == ["http://c.example/"]
    assert done.stderr.count("not imported") == 2


def checked(folder: Path, *words: str, **environment: str) -> tuple[int, dict[str, dict[str, Any]]]:
    done = feeds(folder, "check", "--format", "jsonl", *words, **environment)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {row["url"]: row for row in rows}


def configure(folder: Path, *servers: Loopback, urls: list[str]) -> None:
    hosts = ", ".join(f'"{server.host}"' for server in servers)
    lines = [
        f"[fetch]\nallow_hosts = [{hosts}]\ndeadline_seconds = 2\n",
        *(f'[[feeds]]\nurl = "{url}"\n' for url in urls),
    ]
    (folder / "frontwire.toml").write_text("\n".join(lines), encoding="utf-8")


def test_check_tells_alive_moved_dead_and_unreachable_apart(tmp_path: Path, loopback: Loopback) -> None:
    alive = loopback.feed("/alive", FEED)
    moved = loopback.redirect("/old", "/alive", status=301)
    gone = loopback.route("/gone", Reply(status=410))
    page = loopback.page("/page", "<html>For sale")
    busy = loopback.route("/busy", Reply(status=503))
    forbidden = loopback.route("/forbidden", Reply(status=403))
    refused = "http://10.0.0.1/rss"
    urls = [alive, moved, gone, page, loopback.url("/404"), busy, forbidden, refused]
    configure(tmp_path, loopback, urls=urls)
    status, rows = checked(tmp_path)
    assert status == 1
    assert list(rows) == urls
    verdicts = ["alive", "moved", "dead", "dead", "dead", "unreachable", "unreachable", "unreachable"]
    assert [row["verdict"] for row in rows.values()] == verdicts
    assert rows[alive]["entries"] == 1
    assert rows[alive]["outlet"] == "Example News"
    assert rows[alive]["newest"] == "2021-08-06T18:30:00Z"
    assert rows[moved]["moved_to"] == alive
    assert "410" in rows[gone]["detail"]
    assert all(row["detail"] for row in list(rows.values())[2:])


def test_prune_removes_the_dead_and_only_them(tmp_path: Path, loopback: Loopback) -> None:
    alive, busy = loopback.feed("/alive", FEED), loopback.route("/busy", Reply(status=503))
    configure(tmp_path, loopback, urls=[alive, loopback.url("/gone"), busy])
    done = feeds(tmp_path, "check", "--prune")
    assert done.returncode == 1  # one is unreachable still
    assert "removed" in done.stderr
    assert [feed["url"] for feed in listed(tmp_path)] == [alive, busy]
    assert "deadline_seconds = 2" in (tmp_path / "frontwire.toml").read_text("utf-8")


def test_nothing_is_pruned_where_nothing_answers(tmp_path: Path, loopback: Loopback) -> None:
    """A portal of a hotel answers every address with its own page."""
    urls = [loopback.page(f"/{number}", "<html>Please log in") for number in range(3)]
    configure(tmp_path, loopback, urls=urls)
    done = feeds(tmp_path, "check", "--prune")
    assert (done.returncode, "nothing is pruned" in done.stderr) == (1, True)
    assert len(listed(tmp_path)) == 3


def test_a_header_is_sent_from_the_environment_and_never_shown(
    tmp_path: Path, loopback: Loopback, other_loopback: Loopback
) -> None:
    url = loopback.redirect("/old", "/new")
    loopback.redirect("/new", other_loopback.feed("/feed", FEED))
    configure(tmp_path, loopback, other_loopback, urls=[])
    assert feeds(tmp_path, "add", url, "--header", "Authorization=env:NEWS_KEY").returncode == 0
    status, rows = checked(tmp_path)
    assert (status, rows[url]["verdict"]) == (1, "unreachable")
    assert "NEWS_KEY" in rows[url]["detail"]
    assert loopback.requests == []
    done = feeds(tmp_path, "check", NEWS_KEY="Bearer hush")
    assert done.returncode == 0
    assert "hush" not in done.stdout + done.stderr
    assert [request.headers.get("authorization") for request in loopback.requests] == ["Bearer hush"] * 2
    assert [request.headers.get("authorization") for request in other_loopback.requests] == [None]
