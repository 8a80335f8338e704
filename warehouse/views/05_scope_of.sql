-- what a mention is worked out together with: all changes of control of its province, else its type of event on its day
create or replace macro scope_of(admin1, country, type, day) as
    coalesce(admin1, country, 'unplaced') || case
        when type in (
            'territory_captured', 'territory_taken_peacefully', 'territory_regained', 'territory_lost_or_withdrawn'
        ) then ''
        else '/' || type || '/' || day::date::varchar
    end;
comment on macro scope_of is 'scope_of(admin1, country, type, day): what a mention is worked out together with; day is its first possible day, else that of its publication.';
