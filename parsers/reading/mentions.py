"""An Article -> its Mentions: control of places by two readers and one verdict, all other events by patterns alone."""

from parsers.knowledge.languages import ENGLISH
from parsers.reading.clues import find_clues
from parsers.reading.happenings import read_happenings
from parsers.reading.leaving import with_other_side
from parsers.reading.readers import open_article, read_control
from parsers.reading.settling import finish
from parsers.reading.telling import tell
from parsers.reading.times import find_times
from parsers.records import Article, Mention


def read_mentions(article: Article) -> list[Mention]:
    """All events that the text tells, in text order; `text[m.start:m.stop] == m.quote` for each."""
    context, credit = open_article(article)
    both = read_control(context, credit)
    times = [t for t in find_times(context.text, context.language) if not t.dateline] if both else None
    clues = [c for clue in (find_clues(both) if both else ()) for c in with_other_side(clue, context)]
    control = finish([tell(clue, context, times or [], credit) for clue in clues], context)
    if context.language != ENGLISH:
        return control  # the other event types have patterns in English only
    others = read_happenings(context, credit, both.parses if both else [], times, control)
    return sorted([*control, *others], key=lambda m: (m.start, m.place or "", m.type))
