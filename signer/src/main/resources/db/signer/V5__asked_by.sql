-- Who asked for a signature: never changed, and unknown of those that were asked for before.
alter table ${schema}.intent add column asked_by text check (asked_by <> '');

create index signed_intents on ${schema}.intent (tenant, to_be_signed) where state = 'signed';
