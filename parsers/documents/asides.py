"""An element of a page in; whether it belongs to the page's own story, or to what stands around it, out."""

import re

from parsers.documents.structured import Element

_TAGS = frozenset(("nav", "aside", "footer", "form", "select", "dialog", "template", "noscript"))
_ROLES = frozenset(("navigation", "complementary", "contentinfo", "search", "dialog"))
_AROUND = re.compile(
    r"(?<![a-z])(comments?|disqus|related|sidebar|side-?bar|promo|teasers?|trending|most-?(read|popular|viewed)|popular"
    r"|recommend\w*|read-?(more|next)|also-?read|newsletter|sign-?up|widgets?|footer|breadcrumbs?|menu|nav(bar|igation)?"
    r"|share|social|copyright|latest-?news|more-?(news|stories|on)|recirc\w*|outbrain|taboola|advert\w*|ads?)(?![a-z])",
    re.IGNORECASE,
)


def is_aside(element: Element) -> bool:
    """Whether it stands in navigation, comments, lists of other stories and the like."""
    node: Element | None = element
    while node is not None and node.tag not in ("body", "html"):
        if node.tag in _TAGS or node.get("role") in _ROLES:
            return True
        names = f"{node.get('class') or ''} {node.get('id') or ''}"
        # The wrapper of a whole page may be called anything ("has-sidebar").
        if node.tag not in ("main", "article") and _AROUND.search(names) and node.find(".//h1") is None:
            return True
        node = node.getparent()
    return False
