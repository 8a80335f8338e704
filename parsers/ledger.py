"""What articles say about provinces in, in order; ledger lines and alerts out (CONTRACT.md, "An alert").

Where the rules leave room, nobody is woken twice for one thing: a former holder's old success, told again after
another took the province, is a recap, unless its date or its words ("regained") say that it came back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, Literal

from parsers.episodes import (
    CHANGES,
    Change,
    Episode,
    EventOf,
    HomeState,
    Opening,
    Province,
    best_name,
    find_holder,
)
from parsers.fusing import LEVELS, REGAINED, WEIGHT, bounds, days_apart, is_after, narrowest
from parsers.holders import OneName
from parsers.provinces import SOMEBODY, Telling
from parsers.records import Alert, AlertKind, LedgerLine, Level, When, stable_id

RECAP: Final = timedelta(days=3)  # so long an undated word on a former holder counts as late news
RECAP_SAME_ROOT: Final = timedelta(days=7)  # and so long where the same source told of it before
ECHO: Final = timedelta(days=2)  # so long after a denial an undated claim is the old one
RIVAL: Final = timedelta(days=1)  # so close two holders of one capture are two names for it, or two accounts
FRESH: Final = timedelta(days=14)  # GUIDELINES 11: older than that is history, and corroborates nothing
DENIAL_LATE: Final = 7  # days that a denial may date a capture later than the report did


def keep_ledger(
    tellings: Mapping[str, Sequence[Telling]], event_of: EventOf, home_state: HomeState, one_name: OneName
) -> tuple[list[LedgerLine], list[Alert]]:
    """Tellings per province -> ledger lines and alerts, in the order in which they came to be."""
    provinces = []
    for admin1 in sorted(tellings):
        province = Province(admin1, event_of, home_state, one_name)
        for telling in tellings[admin1]:
            _replay(province, find_holder(province, telling))
        provinces.append(province)
    lines = sorted((line for p in provinces for line in p.lines), key=lambda line: line.known_since)
    alerts = sorted((told for p in provinces for told in p.alerts), key=lambda told: told[0])
    return lines, [alert for _, alert in alerts]


def _replay(province: Province, telling: Telling) -> None:
    """One telling changes the state, or does not."""
    if telling.says == "loss":
        _note_loss(province, telling)
    elif telling.says == "denial":
        _hear_denial(province, telling)
    elif telling.says == "retraction":
        _hear_retraction(province, telling)
    else:
        _hear_gain(province, telling)
        _remember(province, telling)


def _hear_gain(province: Province, telling: Telling) -> None:
    """A gain opens an episode, adds to the current one, or only retells an old one."""
    current = province.current
    if _echoes_denied(province, telling):
        return
    if current is None:
        _open(province, telling)
    elif current.holder == telling.actor:
        _hear_holder(province, current, telling)
    elif not _is_recap(province, current, telling) and not _is_rival(province, current, telling):
        _open(province, telling)


def _hear_holder(province: Province, current: Episode, telling: Telling) -> None:
    """A gain by the one who holds it already: came back after leaving, an older time retold, or one more voice."""
    dates = bounds(telling.when)
    if current.left_on and dates and dates[0] > current.left_on:
        _open(province, telling)
        return
    older = [e for e in province.episodes if e is not current and e.holder == telling.actor]
    if days_apart(telling.when, _since(current)) and any(days_apart(telling.when, e.when) == 0 for e in older):
        return
    _corroborate(province, current, telling)


def _corroborate(province: Province, episode: Episode, telling: Telling) -> None:
    """One more voice on the live episode; the second root is told once."""
    apart = days_apart(telling.when, episode.when)
    silence = telling.published - episode.last_told.published
    if (silence if apart is None else timedelta(days=apart)) > FRESH:
        return  # another year's capture of the same holder, its loss in between untold: no second source for this one
    episode.last_told = telling
    episode.voices.append(telling)
    episode.called = best_name(province, episode.called, telling)
    episode.regained_told |= telling.type == REGAINED
    episode.level = max(episode.level, LEVELS[telling.assertion], key=WEIGHT.__getitem__)
    if apart in (None, 0):
        episode.when = narrowest([episode.when, telling.when])
    if telling.root in episode.roots:
        return
    episode.roots.append(telling.root)
    if len(episode.roots) == 2:
        _alert(province, episode, "corroborated", telling, level=episode.level, roots=episode.roots)


def _hear_denial(province: Province, telling: Telling) -> None:
    """A denial of the live capture gives the province back to whom it was before; any other denial is only an event."""
    denied = province.current
    if denied is None or telling.actor not in (denied.holder, SOMEBODY) or not _is_about(telling, denied):
        return
    _end_denied(province, denied, telling)


def _end_denied(province: Province, denied: Episode, telling: Telling) -> None:
    """The live capture is void: the province goes back, and people are told."""
    denied.denied_on, denied.denied_by = telling.published.date(), telling.report.mention.mention_id
    province.current = denied.before
    province.holder = denied.before.holder if denied.before else denied.prior_holder
    level: Level = "claim" if all(root.startswith("claim:") for root in telling.roots) else "firm"
    _alert(province, denied, "denied", telling, level=level, roots=telling.roots)
    _write(province, denied, "denied", telling, prior=denied.holder)


def _hear_retraction(province: Province, telling: Telling) -> None:
    """An article takes a capture back, or its denial of one."""
    mention_id = telling.report.mention.mention_id
    for episode in list(province.episodes):
        if episode.denied_by == mention_id:
            _revive(province, episode, telling)
        elif episode.denied_on is None and any(v.report.mention.mention_id == mention_id for v in episode.voices):
            _lose_voice(province, episode, telling)


def _find_standing(episode: Episode, retraction: Telling) -> list[Telling]:
    """Who tells it still after a retraction."""
    ends = [voice.report.retired_at for voice in episode.voices]
    return [v for v, end in zip(episode.voices, ends, strict=True) if end is None or end > retraction.published]


def _revive(province: Province, denied: Episode, telling: Telling) -> None:
    """The denial is void: the capture is reported anew, unless somebody else holds the province by now."""
    standing = _find_standing(denied, telling)
    if standing and province.current is denied.before:
        first = standing[0]
        _open(province, replace(first, report=replace(first.report, published=telling.published, stated=None)))


def _lose_voice(province: Province, episode: Episode, telling: Telling) -> None:
    """A capture ends where nobody else told it, else it stands on those who did."""
    standing = _find_standing(episode, telling)
    if standing:
        episode.roots = list(dict.fromkeys(voice.root for voice in standing))
        _stand_on(province, episode, standing[0])
        return
    episode.retracted_by = telling.report.mention.article_id
    if episode is province.current:
        _end_denied(province, episode, telling)
    else:
        episode.denied_on = telling.published.date()
        for later in (e for e in province.episodes if e.before is episode):
            later.before = episode.before
            later.prior_holder = episode.before.holder if episode.before else episode.prior_holder
            at = _find_opening(province, later)
            province.lines[at] = replace(province.lines[at], prior_holder=later.prior_holder)


def _stand_on(province: Province, episode: Episode, voice: Telling) -> None:
    """The line of an episode quotes an article that still tells it."""
    mention = voice.report.mention
    event_id = province.event_of[mention.article_id, mention.mention_id]
    at = _find_opening(province, episode)
    province.lines[at] = replace(
        province.lines[at],
        event_id=event_id,
        article_id=mention.article_id,
        quote=mention.quote,
        roots=(voice.root,),
    )


def _find_opening(province: Province, episode: Episode) -> int:
    """An episode -> where in the ledger of the province the line stands that opened it."""
    line_id = _line_id(province, episode, CHANGES[episode.kind])
    return next(at for at, line in enumerate(province.lines) if line.line_id == line_id)


def _is_about(denial: Telling, episode: Episode) -> bool:
    """True unless the dates say that another capture is denied."""
    denied, told = bounds(denial.when), bounds(_since(episode))
    if denied is None or told is None:
        return True
    return (told[0] - denied[1]).days <= 1 and (denied[0] - told[1]).days <= DENIAL_LATE


def _note_loss(province: Province, telling: Telling) -> None:
    """The holder left on a day after its capture: its next dated gain is a return. Nobody is told."""
    current, dates = province.current, bounds(telling.when)
    if current and dates and current.holder == telling.actor and is_after(telling.when, _since(current)):
        current.left_on = dates[1]


def _remember(province: Province, telling: Telling) -> None:
    """Who lost it, or held it in between, by this article: it may come back."""
    for actor, how in telling.former:
        province.implied.setdefault(actor, "recaptured" if how == REGAINED else "new_capture")
    if telling.target and telling.target != telling.actor:
        province.implied.setdefault(telling.target, "recaptured")


def _echoes_denied(province: Province, telling: Telling) -> bool:
    """True for the old, denied report told again: by its own source or as a mere claim, of a day before the denial."""
    denied = next((e for e in reversed(province.episodes) if e.holder == telling.actor), None)
    if province.current and province.current.holder == telling.actor:
        return False  # told of somebody who holds it by now: see _hear_holder
    if denied is None or denied.denied_on is None:
        return False
    if denied.retracted_by == telling.report.mention.article_id:
        return False  # who took it back tells it anew
    new_voice = telling.root not in denied.roots and LEVELS[telling.assertion] == "firm"
    last_day = telling.when.end or telling.published.date() - ECHO
    return not new_voice and last_day <= denied.denied_on


def _is_recap(province: Province, current: Episode, telling: Telling) -> bool:
    """True where another's gain lies before the current holder's, or only retells a former holder's time."""
    if is_after(_since(current), telling.when):
        return True
    times = [e for e in province.episodes if e.holder == telling.actor and e.denied_on is None]
    if not times:
        return False
    if telling.type == REGAINED and not times[-1].regained_told:
        return False  # it says itself that it came back
    if bounds(telling.when):
        return any(days_apart(telling.when, e.when) == 0 for e in times)
    known_root = any(telling.root in e.roots for e in times)
    return telling.published - current.first.published <= (RECAP_SAME_ROOT if known_root else RECAP)


def _is_rival(province: Province, current: Episode, telling: Telling) -> bool:
    """True for a second name, or a second account, of the same capture that is no firmer than the first.

    "HTS took Homs" and "local rebels took Homs", both on Sunday, are not two changes of holder. It is a change if
    the article says so (regained, the former holder lost it), or the newcomer held it before.
    """
    country = telling.report.mention.country
    comes_back = telling.type == REGAINED or _role(province, telling.actor) is not None
    if comes_back or telling.target == current.holder or (country and province.home_state(telling.actor, country)):
        return False
    if WEIGHT[LEVELS[telling.assertion]] > WEIGHT[current.level]:
        return False
    apart = days_apart(telling.when, current.when)
    if apart is None:
        return telling.published - current.first.published <= RIVAL
    return apart == 0


def _since(episode: Episode) -> When:
    """An episode -> when it began, at the latest on the day that it was known."""
    if bounds(episode.when):
        return episode.when
    known = episode.first.published.date()
    return When(start=known, end=known, precision="day")


def _role(province: Province, actor: str) -> Opening | None:
    """An actor -> how it first came to hold the province; None: never, as far as is known."""
    own = (e.kind for e in province.episodes if e.holder == actor and e.denied_on is None)
    return next(own, None) or province.implied.get(actor)


def _read_kind(province: Province, telling: Telling) -> Opening:
    """A gain that opens an episode -> what to call it."""
    country, current = telling.report.mention.country, province.current
    elsewhere = current is not None and current.holder != telling.actor
    if elsewhere and country and province.home_state(telling.actor, country):
        return "recaptured"
    role = _role(province, telling.actor)
    if role is not None:
        return "recaptured" if role == "recaptured" else "captured_again"
    return "recaptured" if telling.type == REGAINED else "new_capture"


def _open(province: Province, telling: Telling) -> None:
    """A new holder: an episode, a ledger line, an alert."""
    mention = telling.report.mention
    kind = _read_kind(province, telling)
    prior = province.holder or (telling.target if telling.target != telling.actor else None)
    episode = Episode(
        holder=telling.actor,
        called=best_name(province, telling.actor, telling),
        number=1 + sum(e.holder == telling.actor for e in province.episodes),
        kind=kind,
        first=telling,
        when=telling.when,
        level=LEVELS[telling.assertion],
        before=province.current,
        prior_holder=prior,
        event_id=province.event_of[mention.article_id, mention.mention_id],
        roots=[telling.root],
        last_told=telling,
        regained_told=telling.type == REGAINED,
        voices=[telling],
    )
    province.episodes.append(episode)
    province.current, province.holder = episode, episode.holder
    _write(province, episode, CHANGES[kind], telling, prior=prior)
    _alert(province, episode, kind, telling, level=episode.level, roots=episode.roots)


def _write(
    province: Province, episode: Episode, change: Change | Literal["denied"], telling: Telling, *, prior: str | None
) -> None:
    """One more line; `line_id` says which change of which holder it is, not which article told it first."""
    mention, denied = telling.report.mention, change == "denied"
    line = LedgerLine(
        line_id=_line_id(province, episode, change),
        admin1=province.admin1,
        country=mention.country,
        place=mention.place,
        holder=province.holder,
        prior_holder=prior,
        change=change,
        since=None if denied else telling.when.start,
        since_end=None if denied else telling.when.end,
        known_since=telling.published,
        basis=telling.basis,
        method=telling.method,
        assertion=telling.assertion,
        roots=tuple(telling.roots),
        event_id=episode.event_id,
        article_id=mention.article_id,
        quote=mention.quote,
        voids=_line_id(province, episode, CHANGES[episode.kind]) if denied else None,
    )
    province.lines.append(line)


def _line_id(province: Province, episode: Episode, change: Change | Literal["denied"]) -> str:
    return stable_id("line", province.admin1, change, episode.holder, episode.number)


def _alert(
    province: Province, episode: Episode, kind: AlertKind, telling: Telling, *, level: Level, roots: Sequence[str]
) -> None:
    """One more alert, with the words of the article that caused it; each is raised once, whatever is taken back."""
    mention = telling.report.mention
    alert = Alert(
        alert_id=stable_id("alert", kind, province.admin1, episode.holder, episode.number),
        kind=kind,
        admin1=province.admin1,
        country=mention.country,
        actor=episode.holder,
        place=mention.place,
        basis=telling.basis,
        level=level,
        event_id=episode.event_id,
        article_id=mention.article_id,
        published=telling.report.stated or telling.published,
        roots=tuple(roots),
        quote=mention.quote,
        url=telling.report.url,
        episode=episode.number,
        reason="retracted" if telling.says == "retraction" else None,
        thread_id=stable_id("thread", province.admin1, episode.holder),
        confidence=mention.confidence,
    )
    if alert.alert_id not in {known.alert_id for _, known in province.alerts}:
        province.alerts.append((telling.published, alert))
