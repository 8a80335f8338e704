-- numbers of a mention: out of how many, over which period, and whether the words have another reading
-- One new type for the whole column: DuckDB 1.5 cannot replay "add column quantities.element.x" from the log of a killed run.
alter table mention alter column quantities type struct(
    what varchar, low bigint, high bigint, op varchar, unit varchar, quote varchar, denominator bigint, period varchar, ambiguous boolean
)[];
update mention
set quantities = list_transform(quantities, lambda q: struct_update(q, ambiguous := false))
where quantities is not null;
comment on column mention.quantities is 'Numbers said of the event: what, low and high (null: not stated), op (exactly, at_least, about, more_than, fewer_than), unit, quote, denominator (out of how many), period (over which time, word for word), ambiguous (true: one of two readings of the same words).';
