"""An Article -> its Mentions: two readers, one verdict, details; then what only the whole article tells."""

from parsers.reading.clues import find_clues
from parsers.reading.readers import read_both
from parsers.reading.settling import finish
from parsers.reading.telling import tell
from parsers.reading.times import find_times
from parsers.records import Article, Mention


def read_mentions(article: Article) -> list[Mention]:
    """All events that the text tells, in text order; `text[m.start:m.stop] == m.quote` for each."""
    both = read_both(article)
    if both is None:
        return []
    times = [t for t in find_times(both.context.text) if not t.dateline]
    return finish([tell(clue, both.context, times, both.credit) for clue in find_clues(both)], both.context)
