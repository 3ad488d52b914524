-- RFC 3161 responses over the signature, kept with it from the first: none of those that were signed before.
alter table ${schema}.intent add column timestamps bytea[] not null default '{}'
    check (cardinality(timestamps) <= 8 and array_position(timestamps, null) is null);
alter table ${schema}.intent add check (state = 'signed' or cardinality(timestamps) = 0);

grant update (timestamps) on ${schema}.intent to ${role};
