"""The one list of what the reader can do: a name that is added here turns its expectations of the world on."""

# Names that scenario.py and test_week.py use, and that are not here yet:
#   br_zstd          brotli and zstd are unpacked, their bombs are too_large
#   robots           pages that robots.txt forbids are rejected as "robots", unasked
#   retry_after      a feed that answered 429 is not asked before its Retry-After has passed
#   gone_feed        a feed that answered 410 is asked no more
#   amp              an AMP page and its canonical page are one article
#   paywall          paywall stubs and consent pages are rejected as "paywall" and "consent", or give way to the summary
#   updated_entries  an entry that its feed marks as updated is read again
LANDED: frozenset[str] = frozenset(
    {"br_zstd", "robots", "retry_after", "gone_feed", "amp", "paywall", "updated_entries"}
)
