"""The list of feeds to start from: well formed, of all regions, ready to be imported."""

from pathlib import Path

import pycountry

from flows.addresses import read_target
from flows.feed_commands import export_opml, import_opml
from flows.settings import load_settings
from parsers.documents.markup import find_elements
from parsers.documents.outlines import read_outlines
from parsers.knowledge.actor_names import load_lexicon

LIST = Path(__file__).parents[1] / "seeds" / "feeds.opml"
FEEDS = read_outlines(LIST.read_bytes(), name=LIST.name)
MANY = 3  # armed groups of a country that the lexicon knows: a war, not one group of the past


def test_it_has_at_least_forty_feeds_each_once() -> None:
    outlines = [e for e in find_elements(LIST.read_bytes(), name=LIST.name) if "xmlurl" in e.attributes]
    assert len(FEEDS) == len(outlines) >= 40
    assert len({feed.outlet for feed in FEEDS}) == len(FEEDS)


def test_every_feed_names_its_outlet_its_language_and_a_public_address() -> None:
    for feed in FEEDS:
        target = read_target(feed.url)
        assert (target.scheme, target.port) == ("https", 443), feed.url
        assert feed.outlet, feed.url
        assert pycountry.languages.get(alpha_2=feed.language), feed.url
        assert feed.country is None or pycountry.countries.get(alpha_2=feed.country), feed.url


def test_world_desks_agencies_united_nations_and_analysts_are_there() -> None:
    outlets = {feed.outlet for feed in FEEDS}
    assert {"BBC News", "Al Jazeera", "TASS", "Anadolu Agency", "UN News", "ReliefWeb"} <= outlets
    assert {"Institute for the Study of War", "International Crisis Group"} <= outlets


def test_every_country_with_several_armed_groups_or_its_region_has_a_feed() -> None:
    groups = [actor.country for actor in load_lexicon().actors.values() if actor.kind not in ("state", "authority")]
    countries = {country for country in groups if country and groups.count(country) >= MANY}
    covered_by_region = {"LB", "PS", "TD", "SS"}
    assert countries - covered_by_region <= {feed.country for feed in FEEDS}


def test_all_of_them_are_imported_and_exported_again(tmp_path: Path) -> None:
    config = tmp_path / "frontwire.toml"
    assert import_opml(config, LIST) == 0
    feeds = load_settings(config).feeds
    assert [feed.url for feed in feeds] == [feed.url for feed in FEEDS]
    assert read_outlines(export_opml(feeds).encode(), name="x") == FEEDS
