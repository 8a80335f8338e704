-- near copies: what each text looks like, which articles print one text, and whose text that is
create table copy_sketch (
    seq bigint not null,
    algorithm varchar not null,
    shingles bigint not null,
    sketch uinteger[] not null
);
comment on table copy_sketch is 'One row per article text: its MinHash sketch, by which near copies are found.';
comment on column copy_sketch.seq is 'The text, see article.seq.';
comment on column copy_sketch.algorithm is 'How it was made, with a mark of the hash function; a sketch by another algorithm is made anew.';
comment on column copy_sketch.shingles is 'Runs of three words in the text; 1: a short text, which only an equal one copies; 0: no word at all.';
comment on column copy_sketch.sketch is 'The least hash in each of up to 64 buckets, in order; its upper 6 bits number the bucket.';

create table copy_band (
    band uinteger not null,
    seq bigint not null
);
comment on table copy_band is 'Up to 21 rows per article text: texts that share a band may be near copies.';
comment on column copy_band.band is 'Hash of three neighbouring buckets of the sketch, and of which of them are filled.';
comment on column copy_band.seq is 'The text, see article.seq.';

create table article_copy (
    article_id varchar not null,
    copy_group varchar not null,
    credit varchar,
    own_root varchar,
    group_root varchar
);
comment on table article_copy is 'One row per article: which articles print the same text, and who gathered it.';
comment on column article_copy.article_id is 'The article, see table article.';
comment on column article_copy.copy_group is 'Shared by all articles that print one text: the least of their article_ids.';
comment on column article_copy.credit is 'The agency that the article credits as a whole (dateline, byline, foot); null: none.';
comment on column article_copy.own_root is 'Who gathered it by its own word: that agency, else the outlet; null: not known.';
comment on column article_copy.group_root is 'Who gathered it by the word of the group: the first agency that one of them credits, else the outlet that printed it first; null: not known.';
