"""The snapshot: whole or not there, and nobody waits for anybody who reads."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import a_story, a_writer, article_row, names_in
from warehouse.connection import open_reader, writer_path
from warehouse.errors import WarehouseBusy, WarehouseError
from warehouse.load import merge
from warehouse.migrate import migrate
from warehouse.snapshot import publish, write_and_publish

READ = """
import sys
from pathlib import Path
from warehouse.connection import open_reader
with open_reader(Path(sys.argv[1])) as con:
    count = lambda: con.execute("select count(*), sum(length(text)) from article").fetchone()
    print(count()[0], flush=True)
    for line in sys.stdin:
        print(count()[0], flush=True)
"""
OPEN_OFTEN = """
import sys
from pathlib import Path
from warehouse.connection import open_reader
print("ready", flush=True)
opened, last = 0, 0
while not Path(sys.argv[2]).exists():
    with open_reader(Path(sys.argv[1])) as con:
        (n,) = con.execute("select count(*) from article").fetchone()
        assert n >= last, (n, last)
        opened, last = opened + 1, n
print(opened, last, flush=True)
"""


def count(path: Path) -> int:
    with open_reader(path) as con:
        return con.execute("select count(*) from article").fetchall()[0][0]


def write(path: Path, first: int, last: int) -> None:
    with write_and_publish(path) as con:
        migrate(con)
        merge(con, "article", [article_row(f"a{n}", n) for n in range(first, last)])


def test_a_session_of_another_process_outlives_a_publish(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout
    assert reader.stdin
    assert reader.stdout.readline() == "1\n"
    write(path, 1, 5)  # an open session blocks no writer
    assert count(path) == 5
    reader.stdin.write("again\n")
    reader.stdin.flush()
    assert reader.stdout.readline() == "1\n"  # it goes on with what it opened
    reader.communicate(timeout=10)
    assert reader.returncode == 0


def test_a_session_of_this_process_sees_the_publish_that_went_before_it(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    with open_reader(path) as old:
        write(path, 1, 5)
        with open_reader(path) as new:
            query = "select count(*) from article"
            assert (old.execute(query).fetchone(), new.execute(query).fetchone()) == ((1,), (5,))


def test_readers_open_it_at_any_moment(tmp_path: Path) -> None:
    path, stop = tmp_path / "w.duckdb", tmp_path / "stop"
    write(path, 0, 1)
    reader = subprocess.Popen(
        [sys.executable, "-c", OPEN_OFTEN, str(path), str(stop)], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout
    reader.stdout.readline()
    for n in range(1, 13):
        write(path, n, n + 1)
    stop.touch()
    out, _ = reader.communicate(timeout=20)
    assert reader.returncode == 0
    assert int(out.split()[0]) > 3


def test_a_publish_waits_for_the_writer(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    with a_writer(path) as con:
        merge(con, "article", [article_row("b", 9)])
        with pytest.raises(WarehouseBusy):
            publish(path, wait_seconds=0.1)
    assert count(path) == 1
    publish(path)
    assert count(path) == 2


def test_nobody_writes_between_the_end_of_a_run_and_its_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    threads = [threading.Thread(target=write, args=(path, n, n + 3)) for n in (0, 3, 6, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(path) == 12


def test_a_failed_run_publishes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    with pytest.raises(KeyError), write_and_publish(path) as con:  # noqa: PT012
        merge(con, "article", [article_row("b", 9)])
        raise KeyError
    assert count(path) == 1


def test_what_a_crash_left_is_cleaned_up(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    (tmp_path / ".w.duckdb.snapshot").write_bytes(b"half")
    (tmp_path / ".w.duckdb.writer.new").write_bytes(b"half")
    (tmp_path / "w.duckdb.wal").write_bytes(b"of someone else")
    write(path, 1, 2)
    assert count(path) == 2
    writer_path(path).unlink()
    write(path, 2, 3)
    assert count(path) == 3
    assert names_in(tmp_path) == [".w.duckdb.lock", ".w.duckdb.writer", "w.duckdb"]


def test_the_log_of_a_killed_run_is_published_too(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    script = (
        "import os, sys, duckdb; con = duckdb.connect(sys.argv[1]); "
        "con.execute(\"insert into run (run_id, started_at) values ('r', '2021-08-15 00:00:00+00')\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, str(writer_path(path))], check=False)
    assert writer_path(path).with_name(".w.duckdb.writer.wal").exists()
    publish(path)
    with open_reader(path) as con:
        assert con.execute("select run_id from run").fetchall() == [("r",)]


def test_a_snapshot_is_an_ordinary_database(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with write_and_publish(path) as con:
        migrate(con)
        a_story(con)
    con = duckdb.connect(str(path), read_only=True)
    assert con.execute("select holder from control_now").fetchall() == [("Taliban",)]
    assert con.execute("select holder from control_as_of(now())").fetchall() == [("Taliban",)]
    con.close()


def test_nothing_to_publish_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match="run `frontwire run` first"):
        publish(tmp_path / "w.duckdb")
    assert names_in(tmp_path) == []


def test_a_full_disk_leaves_the_old_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    write(path, 0, 1)
    limit = path.stat().st_size // 2
    script = (
        "import resource, signal, sys; from pathlib import Path; from warehouse.snapshot import _replace; "
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); _replace(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert "WarehouseError" in done.stderr
    assert "free space" in done.stderr
    assert count(path) == 1
    assert not (tmp_path / ".w.duckdb.snapshot").exists()
