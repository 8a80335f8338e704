-- numbers of a mention: out of how many, over which period, and whether the words have another reading
alter table mention add column quantities.element.denominator bigint;
alter table mention add column quantities.element.period varchar;
alter table mention add column quantities.element.ambiguous boolean default false;
comment on column mention.quantities is 'Numbers said of the event: what, low and high (null: not stated), op (exactly, at_least, about, more_than, fewer_than), unit, quote, denominator (out of how many), period (over which time, word for word), ambiguous (true: one of two readings of the same words).';
