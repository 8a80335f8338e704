"""frontwire.toml is changed as text: feeds come and go, every other line stays as it was written."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.errors import SettingsError
from flows.feed_file import add_feeds, remove_feeds
from flows.settings import FeedSettings, load_settings

WRITTEN = '''# Our desk's own file.
db = "x.duckdb" # where it is

# The agency.
[[feeds]]
url = "http://a.example/" # its address
outlet = """
[[feeds]]
# no comment, but a name"""
# Between its values.
[feeds.headers]
Authorization = "env:TOKEN"

# The paper.
[[ "feeds" ]]
url = "http://b.example/"

# Whom we tell.
[alert]
channels = [
  # nobody yet
]
'''


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "frontwire.toml"
    path.write_text(WRITTEN, encoding="utf-8")
    return path


def a_feed(url: str, **known: object) -> FeedSettings:
    return FeedSettings(url=url, **known)  # type: ignore[arg-type]


def test_a_feed_is_added_behind_the_others_and_nothing_else_changes(config: Path) -> None:
    added = add_feeds(config, [a_feed("http://c.example/", weight=0.5), a_feed("http://a.example/")])
    assert [feed.url for feed in added] == ["http://c.example/"]
    before, after = WRITTEN.split("\n# Whom", 1)
    new = '\n[[feeds]]\nurl = "http://c.example/"\nweight = 0.5\n'
    assert config.read_text("utf-8") == f"{before}{new}\n# Whom{after}"


def test_a_feed_is_removed_and_every_comment_stays(config: Path) -> None:
    assert remove_feeds(config, ["http://a.example/", "http://none.example/"]) == ["http://a.example/"]
    text = config.read_text("utf-8")
    assert [feed.url for feed in load_settings(config).feeds] == ["http://b.example/"]
    for comment in ("# Our desk's own file.", "# where it is", "# The agency.", "# The paper.", "# Whom we tell."):
        assert comment in text
    assert text.endswith(WRITTEN.split("# Whom")[1])
    assert "TOKEN" not in text


def test_what_is_added_and_removed_again_leaves_the_file_as_it_was(config: Path) -> None:
    add_feeds(config, [a_feed("http://c.example/"), a_feed("http://d.example/")])
    assert sorted(remove_feeds(config, ["http://c.example/", "http://d.example/"]))
    assert config.read_text("utf-8") == WRITTEN


def test_a_file_is_made_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    add_feeds(path, [a_feed("http://a.example/")])
    assert path.read_text("utf-8") == '[[feeds]]\nurl = "http://a.example/"\n'


def test_line_ends_mode_and_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "frontwire.toml"
    path.write_bytes(b'\xef\xbb\xbfdb = "x.duckdb"\r\n')
    path.chmod(0o600)
    add_feeds(path, [a_feed("http://a.example/")])
    assert path.read_bytes() == b'\xef\xbb\xbfdb = "x.duckdb"\r\n\r\n[[feeds]]\r\nurl = "http://a.example/"\r\n'
    assert path.stat().st_mode & 0o777 == 0o600
    assert remove_feeds(path, ["http://a.example/"]) == ["http://a.example/"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.touch()
    link = tmp_path / "frontwire.toml"
    link.symlink_to(real)
    add_feeds(link, [a_feed("http://a.example/")])
    assert link.is_symlink()
    assert "a.example" in real.read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        'feeds = [{ url = "http://a.example/" }]\n',
        '[[feeds]]\nurl = "http://a.example/"\n[alert]\nchannels = []\n[feeds.headers]\nX-Key = "env:KEY"\n',
    ],
)
def test_what_cannot_be_edited_safely_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "frontwire.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="by hand"):
        remove_feeds(path, ["http://a.example/"])
    assert path.read_text("utf-8") == text
    assert [item.name for item in tmp_path.iterdir()] == ["frontwire.toml"]


def test_a_file_that_is_not_valid_is_not_edited(tmp_path: Path) -> None:
    path = tmp_path / "frontwire.toml"
    path.write_text("[[feeds]]\nurl = ", encoding="utf-8")
    with pytest.raises(SettingsError, match="not valid TOML"):
        add_feeds(path, [a_feed("http://a.example/")])


@given(
    outlet=st.text(min_size=1, max_size=40).filter(str.isascii) | st.text(st.characters(codec="utf-8"), min_size=1),
    name=st.from_regex(r"[!#$%&'*+.^_`|~A-Za-z0-9-]{1,20}", fullmatch=True).filter(
        lambda name: name.lower() not in ("host", "connection")
    ),
)
def test_any_value_is_read_back_as_it_was_given(
    outlet: str, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "frontwire.toml"
    feed = a_feed("http://a.example/", outlet=outlet, headers={name: "env:KEY"})
    add_feeds(path, [feed])
    assert load_settings(path).feeds == (feed,)
    assert tomllib.loads(path.read_text("utf-8"))["feeds"][0]["outlet"] == outlet
    remove_feeds(path, [feed.url])
    assert load_settings(path).feeds == ()
