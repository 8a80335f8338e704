"""Text in, the armed actors that it names out: groups, armies, and roles such as "the insurgents"."""

from collections import Counter
from collections.abc import Iterator, Sequence

from parsers.knowledge.actor_names import Name, NameKind, Side, load_lexicon, words_of
from parsers.knowledge.actor_phrases import Found, Reader
from parsers.knowledge.sides import find_sides
from parsers.records import ActorHit

ANYBODYS = frozenset(("troops", "soldiers", "forces", "commandos", "paratroopers", "marines"))
HOME_WORDS = frozenset(("government", "regime", "federal", "security", "loyalist"))
AGAINST = ("anti-", "Anti-", "anti–", "non-")
# Who is called so fits any armed group; other roles ("separatists", "gangs") fit those alone that are called so.
ANY_GROUP = frozenset(("rebels", "rebel", "insurgents", "insurgent", "militants", "militant", "fighters", "gunmen"))
ANY_GROUP |= frozenset(("jihadists", "islamists", "terrorists", "extremists", "guerrillas", "rebelles", "insurgés"))

# ---------------------------------------------------------------- who is meant


def _is_meant(name: Name, named: set[str], evidence: Counter[str]) -> bool:
    if name.kind != "actor" or name.level == "strong" or name.of in named:
        return True
    if name.level == "with_name":
        return False
    weight = max((evidence[code] for code in load_lexicon().actors[name.of].reach), default=0)
    return 0 < weight >= max(evidence.values()) / 3  # "junta" in an article on Niger that names Myanmar once


def _choose(names: tuple[Name, ...], named: set[str], evidence: Counter[str]) -> str | None:
    """Which of the actors that share a name: the one whose countries the text speaks of."""
    actors = load_lexicon().actors
    weight = {n.of: max((evidence[code] for code in actors[n.of].reach), default=0) for n in names}
    meant = [n for n in names if _is_meant(n, named, evidence)]
    owners = [n.of for n in meant if n.level != "shared"]
    # Of equals the one that the text names, else the first: "Tuareg rebels of the MNLA".
    owner = max(owners, key=lambda of: (weight[of], of in named), default=None)
    takers = sorted({n.of for n in meant if n.level == "shared"} - {owner}, key=lambda of: (of in named, weight[of]))
    if not takers:
        return owner
    taker = takers[-1]
    if owner is None:
        rivals = [of for of in takers if weight[of] == weight[taker] and (of in named) == (taker in named)]
        return taker if len(rivals) == 1 else None
    if owner in named:
        return owner
    return taker if taker in named or weight[taker] > 2 * weight[owner] else owner


def find_actors(text: str, *, countries: Sequence[str] = ()) -> list[ActorHit]:
    """Actors and roles of a text, sorted, without overlap; `countries` (best first) helps with shared names."""
    reader = Reader(text)
    phrases = list(reader.find())
    named = _named(phrases)
    for name in named:
        home = reader.lexicon.actors[name].country
        if home:
            reader.evidence[home] += 1
    for place, code in enumerate(countries[:3]):
        reader.evidence[code] += 4 - place
    hits = (hit for found in phrases if (hit := _settled(reader, found, named)) is not None)
    return [hit for hit in hits if not _is_against(hit, text)]


def _is_against(hit: ActorHit, text: str) -> bool:
    """ "The anti-Houthi camp" are no Houthis; the anti-Balaka are called so."""
    return text[: hit.start].endswith(AGAINST) and not (hit.actor or "").lower().startswith("anti")


def _settled(reader: Reader, found: Found, named: set[str]) -> ActorHit | None:
    """The hit of a phrase; what no actor's name turns out to be may still be a role."""
    actor = _choose(found.names, named, reader.evidence) if found.names else None
    if found.names and actor is None:
        plain = reader.plain(found.start)
        if plain is None or plain.names or plain.stop > found.stop:
            return None
        found = plain
    if found.side == "state" and found.country:
        actor = state_of(found.country)
    return reader.hit(found, actor)


def _named(phrases: Sequence[Found]) -> set[str]:
    """Actors whose own, unshared name stands in the text."""
    sure = (f.names[0] for f in phrases if len({n.of for n in f.names}) == 1)
    return {name.of for name in sure if name.kind == "actor" and name.level == "strong"}


def find_leaders(text: str) -> list[ActorHit]:
    """Persons whose acts stand for an actor ("Dagalo"); never part of `find_actors`."""
    return list(_bare(text, ("leader",)))


def find_states(text: str) -> list[ActorHit]:
    """Countries, capitals and peoples ("Russia", "Moscow", "the Russians"): actors only as subjects of a verb."""
    return list(_bare(text, ("country", "capital", "people", "folk")))


def _bare(text: str, kinds: Sequence[NameKind]) -> Iterator[ActorHit]:
    reader = Reader(text)
    named = _named(list(reader.find()))
    done = 0
    for i, word in enumerate(reader.words):
        if i < done or word not in reader.lexicon.trie:
            continue
        stop, names = reader.names_at(i)
        done = max(stop, done)
        wanted = tuple(n for n in names if n.kind in kinds)
        if not wanted or any(n.kind == "actor" for n in names) or reader.is_of_state(reader.extension(stop)):
            continue
        if wanted[0].kind == "people" and any(n.kind == "adjective" for n in names):
            continue  # "Chinese", "Congolese": mostly the adjective
        groups = tuple(n for n in wanted if n.kind in ("leader", "folk"))
        actor = _choose(groups, named, reader.evidence) if groups else state_of(wanted[0].of)
        yield reader.hit(Found(i, stop, wanted), actor)


def role_actor(role_text: str, *, countries: Sequence[str], named: Sequence[ActorHit]) -> str | None:
    """Whom a role means in a text about `countries` that names `named` (nearest last); None rather than a guess."""
    words = load_lexicon().plainly(words_of(role_text))
    hits = find_actors(role_text, countries=countries[:1])
    if not hits:
        return None
    if hits[-1].actor:
        return hits[-1].actor
    where = [hits[-1].country] if hits[-1].country else countries  # "Congolese rebels"
    if hits[-1].side == "armed_group":
        return _armed_meaning(words, where, named)
    return _state_meaning(words, where, named) if hits[-1].side == "state" else None


def _fixed_meaning(words: Sequence[str], countries: Sequence[str]) -> str | None:
    meanings = load_lexicon().meanings
    return next((meanings[c, w] for c in countries[:1] for w in words if (c, w) in meanings), None)


def _armed_meaning(words: list[str], countries: Sequence[str], named: Sequence[ActorHit]) -> str | None:
    actors = load_lexicon().actors
    known = [actors[hit.actor] for hit in named if hit.actor in actors]
    groups = [a for a in known if a.side == "armed_group" and (not countries or set(a.reach) & set(countries))]
    names = list(dict.fromkeys(a.name for a in groups))
    called = [name for name in names if actors[name].called & set(words)]
    fixed = _fixed_meaning(words, countries)
    if fixed and (not names or fixed in names or not (called or set(words) & ANY_GROUP)):
        return fixed
    if len(called) == 1:
        return called[0]
    sides = find_sides(words, countries[:1]) if countries else []
    if sides and not any(name in side.members for side in sides for name in names):
        return sides[0].name  # "the insurgents" where only a group of another side is named
    return names[0] if len(names) == 1 and not fixed else None


def _state_meaning(words: list[str], countries: Sequence[str], named: Sequence[ActorHit]) -> str | None:
    actors = load_lexicon().actors
    states = [actors[hit.actor] for hit in named if hit.actor in actors and hit.side == "state"]
    if not countries:
        return states[-1].name if len({a.name for a in states}) == 1 else None
    home = [a.name for a in states if a.country == countries[0] and is_home_state(a.name, countries[0])]
    if len(set(home)) == 1 and (words[-1] not in ANYBODYS or len({a.name for a in states}) == 1):
        return home[-1]
    if _fixed_meaning(words, countries) == "" or len(set(home)) > 1:
        return None
    foreign = {a.name for a in states} - {state_of(countries[0])}
    if foreign and words[-1] in ANYBODYS and not set(words) & HOME_WORDS:
        return None
    return state_of(countries[0])


# ---------------------------------------------------------------- what is known of an actor


def canonical(name: str) -> str | None:
    """The actor that a name, an alias or a phrase such as "Malian troops" stands for."""
    lexicon = load_lexicon()
    words = words_of(name)
    if words[:1] == ["the"]:
        words = words[1:]
    for key in (" ".join(words), "".join(words)):
        if key in lexicon.index:
            return lexicon.index[key][1]
    for text in (name, name.title()):
        hits = [hit for hit in find_actors(text) if hit.actor and words_of(hit.text) == words]
        if hits:
            return hits[0].actor
    return None


def state_of(country: str) -> str | None:
    """The canonical actor of a state by its ISO code."""
    return load_lexicon().states.get(country)


def side_of(actor: str) -> Side | None:
    """The side of an actor; None for an unknown one."""
    known = load_lexicon().actors.get(canonical(actor) or "")
    return known.side if known else None


def is_home_state(actor: str, country: str) -> bool:
    """Is the actor the government or army at home in the country?"""
    known = load_lexicon().actors.get(canonical(actor) or "")
    return known is not None and known.kind in ("state", "authority") and known.country == country


def actors_in(country: str) -> list[str]:
    """Canonical names of all actors at home or at work in a country, its state first."""
    state = state_of(country)
    known = (a.name for a in load_lexicon().actors.values() if country in (a.country, *a.reach))
    return list(dict.fromkeys(([state] if state else []) + list(known)))


def allies(first: str, second: str) -> bool:
    """Do two actors fight on one side, as far as the files record it?"""
    a, b = (load_lexicon().actors.get(canonical(name) or "") for name in (first, second))
    return a is not None and b is not None and (a == b or a.name in b.allies or b.name in a.allies)
