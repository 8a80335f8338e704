"""The judge reads what happened to a place, not its name, and says where the actor stands."""

import re
from dataclasses import replace
from datetime import date

import pytest

from parsers.reading.judge import ASSERTIONS, LABELS, METHODS, Judge, Verdict, load_judge
from parsers.records import Place, PlaceHit


@pytest.fixture(scope="module")
def judge() -> Judge:
    return load_judge()


def hits(text: str, *names: str, kind: str = "city") -> list[PlaceHit]:
    return [
        PlaceHit(start=m.start(), stop=m.end(), text=name, place=Place(name=name, kind=kind))  # type: ignore[arg-type]
        for name in names
        for m in re.finditer(re.escape(name), text)
    ]


def read_one(judge: Judge, text: str, name: str) -> Verdict:
    return next(v for v in judge.read("", text, [], hits(text, name)) if v.hit.text == name)


def test_labels_are_those_of_the_records() -> None:
    assert len(LABELS) == 10
    assert METHODS == ("fought", "without_fight", "handover", "unknown")
    assert ASSERTIONS == ("reported", "confirmed", "claimed", "contested", "denied")


@pytest.mark.parametrize(
    "text",
    [
        "Taliban fighters captured Qalat on Friday after a week of fighting, officials said.",
        "The Taliban captured Lokichar on Friday, a provincial councillor said.",
        "Rebels seized Elmwood and raised their flag over the governor's office.",
    ],
)
def test_a_place_that_was_taken_is_a_gain_whatever_its_name(judge: Judge, text: str) -> None:
    name = re.findall(r"Qalat|Lokichar|Elmwood", text)[0]
    assert read_one(judge, text, name).probability("gain", "regain") > 0.5


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighting raged outside Qalat for a third day and shells hit the market.", "Qalat"),
        ("Residents fear that the insurgents could capture Qalat next week.", "Qalat"),
        ("Simmer the onions, add the lamb from Qalat and serve with rice.", "Qalat"),
        ("Castle Rovers beat Qalat 3-0 to capture the title on Saturday.", "Qalat"),
    ],
)
def test_what_only_sounds_like_it_is_no_gain(judge: Judge, text: str, name: str) -> None:
    assert read_one(judge, text, name).probability("gain", "regain") < 0.5


def test_the_actor_is_a_slice_of_the_text(judge: Judge) -> None:
    text = "On Friday the Arakan Army captured Qalat, the army conceded."
    verdict = read_one(judge, text, "Qalat")
    assert verdict.actor_start is not None
    assert not verdict.actor_in_title
    assert "Arakan Army" in text[verdict.actor_start : verdict.actor_stop]


def test_probabilities_are_shares(judge: Judge) -> None:
    verdict = read_one(judge, "The army retook Qalat from the rebels.", "Qalat")
    assert sum(verdict.probabilities) == pytest.approx(1.0, abs=1e-5)
    assert verdict.label in LABELS
    assert 0 <= verdict.actor_probability <= 1


def test_title_and_text_are_both_judged_title_first(judge: Judge) -> None:
    title, text = "Taliban take Qalat", "The fall of Qalat came on Friday.\nIn Farah, shops stayed shut."
    verdicts = judge.read(title, text, hits(title, "Qalat"), hits(text, "Qalat", "Farah"))
    assert [(v.in_title, v.hit.text) for v in verdicts] == [(True, "Qalat"), (False, "Qalat"), (False, "Farah")]
    assert verdicts[0].probability("gain", "regain") > 0.5


def test_the_city_is_read_like_its_name(judge: Judge) -> None:
    text = "Shops in Qalat are shut. The city fell to the Taliban on Friday."
    named = hits(text, "Qalat")[0]
    city = replace(named, start=25, stop=33, text="The city", match="coreference")
    verdicts = judge.read("", text, [], [named, city])
    assert verdicts[1].hit == city
    assert verdicts[1].probability("gain", "regain") > 0.5


def test_a_date_of_last_week_is_news_and_one_of_last_year_history(judge: Judge) -> None:
    text = "AOG took Qalat on 5 July without a fight."
    news, history = (
        judge.read("", text, [], hits(text, "Qalat"), published=day)[0] for day in (date(2021, 7, 8), date(2022, 8, 8))
    )
    assert news.label == "gain"
    assert history.label == "background"


def test_only_wanted_windows_are_run(judge: Judge) -> None:
    filler = "The minister spoke about prices for a long time and nobody in the hall listened to him at all. " * 6
    text = f"Rebels took Qalat.\n{filler}\nRebels took Farah."
    found = judge.read("", text, [], hits(text, "Qalat", "Farah"), wanted=[(0, 18)])
    assert [v.hit.text for v in found] == ["Qalat"]
    assert judge.read("", text, [], hits(text, "Qalat"), wanted=[]) == []


def test_a_title_is_read_even_where_the_text_has_nothing(judge: Judge) -> None:
    title = "Taliban capture Qalat"
    assert len(judge.read(title, "", hits(title, "Qalat"), [], wanted=[(0, 1)])) == 1


def test_nothing_in_nothing_out(judge: Judge) -> None:
    assert judge.read("", "", [], []) == []


def test_the_same_text_gives_the_same_verdicts(judge: Judge) -> None:
    text = "Rebels took Qalat. " * 40
    assert judge.read("", text, [], hits(text, "Qalat")) == judge.read("", text, [], hits(text, "Qalat"))
