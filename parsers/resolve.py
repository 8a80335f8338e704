"""Reports of one or more scopes in, the Plan out: events, why they were joined, how far believed, ledger, alerts."""

from collections.abc import Sequence
from dataclasses import replace

from parsers.episodes import HomeState
from parsers.fusing import in_order
from parsers.holders import OneName, name_holders
from parsers.joining import join_reports
from parsers.ledger import keep_ledger
from parsers.lifecycle import add_reversals, last_states
from parsers.provinces import find_tellings
from parsers.records import Plan, Report
from parsers.retraction import add_retracted, hear_retractions, join_retracted
from parsers.timing import settle_times


def resolve(reports: Sequence[Report], *, home_state: HomeState | None = None, one_name: OneName | None = None) -> Plan:
    """All stored reports of some scopes, in any order -> all that the warehouse shall hold of them; pure.

    Everything is replayed from the first article on: an article that arrives late takes its place in time.
    """
    once = {(r.mention.article_id, r.mention.mention_id): r for r in sorted(reports, key=in_order)}
    one_name = one_name or _known_one_name()
    ordered = name_holders(sorted(settle_times(list(once.values())), key=in_order), one_name)
    standing = join_reports([r for r in ordered if r.retired_at is None], one_name)
    tellings = hear_retractions(find_tellings(ordered))
    gone = join_retracted(ordered, tellings, one_name)
    event_of = {(link.article_id, link.mention_id): link.event_id for link in [*gone.links, *standing.links]}
    ledger, alerts = keep_ledger(tellings, event_of, home_state or _known_home_state(), one_name)
    joined = add_retracted(standing, gone)
    transitions = add_reversals(joined.transitions, ledger)
    state = last_states(transitions)
    return Plan(
        events=[replace(event, state=state[event.event_id]) for event in joined.events],
        links=joined.links,
        ledger=ledger,
        alerts=alerts,
        transitions=transitions,
        refusals=joined.refusals,
    )


def _known_home_state() -> HomeState:
    """-> the lexicon's own judgement; loaded only where nobody brings another."""
    from parsers.knowledge.actors import is_home_state

    return is_home_state


def _known_one_name() -> OneName:
    """-> what the lexicon knows of sides and their groups; loaded only where nobody brings another."""
    from parsers.knowledge.holders import one_name

    return one_name
